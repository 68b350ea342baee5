-- What one process says of how it uses apps of a bucket. Saying it twice changes nothing.
-- KEYS: meta, log, used, inflight, alive
-- ARGV: a generation if there is none, the process, how long it is alive, whether it uses an app of the bucket now,
--       then for each app: its name, how many requests are in flight, for how many milliseconds it has been idle
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSETNX', KEYS[1], 'generation', ARGV[1])
local process = ARGV[2]
local before = redis.call('ZSCORE', KEYS[5], process)
if ARGV[4] == '1' then
  redis.call('ZADD', KEYS[5], now + tonumber(ARGV[3]), process)
elseif before then
  redis.call('ZREM', KEYS[5], process)
end
for i = 5, #ARGV, 3 do
  local app = ARGV[i]
  if tonumber(ARGV[i + 1]) > 0 then
    redis.call('HSET', KEYS[4], process .. '\0' .. app, ARGV[i + 1])
  else
    redis.call('HDEL', KEYS[4], process .. '\0' .. app)
  end
  -- Last use only grows: who knows of an earlier one changes nothing.
  if redis.call('ZADD', KEYS[3], 'GT', 'CH', now - tonumber(ARGV[i + 2]), app) == 1 then
    redis.call('ZADD', KEYS[2], redis.call('HINCRBY', KEYS[1], 'seq', 1), app)
  end
end
-- Whoever was counted as gone must say everything again.
return {now, redis.call('HGET', KEYS[1], 'generation'), before and tonumber(before) > now and 1 or 0}
