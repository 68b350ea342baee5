-- What changed in a bucket since its reader looked last, and how its apps are used.
-- KEYS: meta, log, entries, used, inflight, alive
-- ARGV: a generation if there is none, the generation and the sequence number the reader knows, the longest time a process is alive
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSETNX', KEYS[1], 'generation', ARGV[1])
local generation = redis.call('HGET', KEYS[1], 'generation')

-- After the clock was set back, what was used "later" than now was used now.
for _, app in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '(' .. string.format('%.0f', now), '+inf')) do
  redis.call('ZADD', KEYS[4], now, app)
  redis.call('ZADD', KEYS[2], redis.call('HINCRBY', KEYS[1], 'seq', 1), app)
end

local seq = tonumber(redis.call('HGET', KEYS[1], 'seq') or 0)
local floor = tonumber(redis.call('HGET', KEYS[1], 'floor') or 0)
local known = tonumber(ARGV[3])
local whole = generation ~= ARGV[2] or known < floor or known > seq

local changed = {}
local entries = {}
local used = {}
if whole then
  entries = redis.call('HGETALL', KEYS[3])
  used = redis.call('ZRANGE', KEYS[4], 0, -1, 'WITHSCORES')
else
  -- A few hundred at a time: a call of many takes hardly longer than a call of one, and Lua has no room for thousands.
  local log = redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. ARGV[3], '+inf')
  for first = 1, #log, 500 do
    local last = math.min(first + 499, #log)
    local records = redis.call('HMGET', KEYS[3], unpack(log, first, last))
    local scores = redis.call('ZMSCORE', KEYS[4], unpack(log, first, last))
    for i = first, last do
      changed[#changed + 1] = log[i]
      changed[#changed + 1] = records[i - first + 1] or ''
      changed[#changed + 1] = scores[i - first + 1] or ''
    end
  end
end

-- A process that fell silent counts no more, and what it said is forgotten. One whose time lies too far ahead said so before
-- the clock was set back.
local alive = {}
local members = redis.call('ZRANGE', KEYS[6], 0, -1, 'WITHSCORES')
for i = 1, #members, 2 do
  local ends = tonumber(members[i + 1])
  if ends <= now then
    redis.call('ZREM', KEYS[6], members[i])
  elseif ends <= now + tonumber(ARGV[4]) then
    alive[members[i]] = true
  end
end
local counts = {}
local fields = redis.call('HGETALL', KEYS[5])
for i = 1, #fields, 2 do
  local process, app = string.match(fields[i], '^([^%z]*)%z(.*)$')
  local count = tonumber(fields[i + 1])
  if process and alive[process] and count and count > 0 then
    counts[app] = (counts[app] or 0) + count
  elseif process and not redis.call('ZSCORE', KEYS[6], process) then
    redis.call('HDEL', KEYS[5], fields[i])
  end
end
local inflight = {}
for app, count in pairs(counts) do
  inflight[#inflight + 1] = app
  inflight[#inflight + 1] = count
end
return {now, generation, seq, whole and 1 or 0, changed, entries, used, inflight}
