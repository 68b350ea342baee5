-- How one app is used.
-- KEYS: meta, used, inflight, alive
-- ARGV: a generation if there is none, the app, the longest time a process is alive
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSETNX', KEYS[1], 'generation', ARGV[1])
local sum = 0
local members = redis.call('ZRANGE', KEYS[4], 0, -1, 'WITHSCORES')
for i = 1, #members, 2 do
  local ends = tonumber(members[i + 1])
  if ends > now and ends <= now + tonumber(ARGV[3]) then
    local count = tonumber(redis.call('HGET', KEYS[3], members[i] .. '\0' .. ARGV[2]) or 0)
    if count and count > 0 then
      sum = sum + count
    end
  end
end
return {now, redis.call('HGET', KEYS[1], 'generation'), redis.call('ZSCORE', KEYS[2], ARGV[2]) or '', sum}
