-- Writes an app's entry if nobody wrote one since it was read, and nobody got the app's lease after the writer.
-- KEYS: meta, log, gone, entries, fences
-- ARGV: the app, the epoch that was read, this call, the record, the app's lease, the writer's fence or 0, the channel of news
local old = redis.call('HGET', KEYS[4], ARGV[1])
local epoch = 0
if old then
  -- Every version of a record begins with its version, its epoch and the call that wrote it. What does not is no record.
  local stored, call = string.match(old, '^%d+ (%d+) (%x+) ')
  epoch = tonumber(stored) or 0
  if call == ARGV[3] then
    -- This very call, sent again because its answer was lost.
    return {1}
  end
end
local fence = tonumber(ARGV[6])
if fence > 0 and fence < (tonumber(redis.call('HGET', KEYS[5], ARGV[5]) or 0) or 0) then
  return {0}
end
if epoch ~= tonumber(ARGV[2]) then
  return {0}
end
redis.call('HSET', KEYS[4], ARGV[1], ARGV[4])
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('ZADD', KEYS[2], redis.call('HINCRBY', KEYS[1], 'seq', 1), ARGV[1])
redis.call('PUBLISH', ARGV[7], ARGV[1])
return {1}
