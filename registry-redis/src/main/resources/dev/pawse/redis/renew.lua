-- Holds a lease for another full time if it is still its owner's.
-- KEYS: the lease
-- ARGV: the owner, for how many milliseconds
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return {0}
end
return {redis.call('PEXPIRE', KEYS[1], ARGV[2])}
