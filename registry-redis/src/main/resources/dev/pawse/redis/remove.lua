-- Forgets an app and its use, if nobody wrote its entry since it was read.
-- KEYS: meta, log, gone, entries, used, inflight, alive, fences
-- ARGV: the app, the epoch that was read, what an app's lease begins with, how many forgotten apps are kept in mind
local app = ARGV[1]
local old = redis.call('HGET', KEYS[4], app)
local epoch = old and tonumber(string.match(old, '^%d+ (%d+) ') or 0) or 0
if epoch ~= tonumber(ARGV[2]) then
  -- Sent again because the answer was lost, or forgotten by another: forgotten it is.
  return {(not old and redis.call('ZSCORE', KEYS[3], app)) and 1 or 0}
end
redis.call('HDEL', KEYS[4], app)
redis.call('ZREM', KEYS[5], app)
for _, process in ipairs(redis.call('ZRANGE', KEYS[7], 0, -1)) do
  redis.call('HDEL', KEYS[6], process .. '\0' .. app)
end
local seq = redis.call('HINCRBY', KEYS[1], 'seq', 1)
redis.call('ZADD', KEYS[2], seq, app)
redis.call('ZADD', KEYS[3], seq, app)

-- Who looked last before the oldest that is dropped here reads everything anew. The fence of an app is kept as long: that of
-- one who was about to write its entry must stay too old.
local many = redis.call('ZCARD', KEYS[3]) - tonumber(ARGV[4])
if many > 0 then
  local oldest = redis.call('ZRANGE', KEYS[3], 0, many - 1, 'WITHSCORES')
  for i = 1, #oldest, 2 do
    redis.call('ZREM', KEYS[3], oldest[i])
    redis.call('ZREM', KEYS[2], oldest[i])
    redis.call('HDEL', KEYS[8], ARGV[3] .. oldest[i])
    redis.call('HSET', KEYS[1], 'floor', oldest[i + 1])
  end
end
return {1}
