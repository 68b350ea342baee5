-- Gives a lease back if it is still its owner's.
-- KEYS: the lease
-- ARGV: the owner, the channel of news, the app that it is about or nothing
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return {0}
end
redis.call('DEL', KEYS[1])
if ARGV[3] ~= '' then
  redis.call('PUBLISH', ARGV[2], ARGV[3])
end
return {1}
