-- Takes a lease if nobody holds it. The fence is the time in milliseconds or more, so that it grows even after a loss of all data.
-- KEYS: the lease, fences
-- ARGV: the owner, for how many milliseconds, the lease's name, the highest fence of it that the owner's process has seen
local holder = redis.call('GET', KEYS[1])
local stored = tonumber(redis.call('HGET', KEYS[2], ARGV[3]) or 0) or 0
if holder then
  -- The owner's own: this very call, sent again because its answer was lost.
  return {holder == ARGV[1] and string.format('%.0f', stored) or '', 0}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local seen = tonumber(ARGV[4])
local fence = string.format('%.0f', math.max(stored + 1, seen + 1, now))
redis.call('HSET', KEYS[2], ARGV[3], fence)
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {fence, stored < seen and 1 or 0}
