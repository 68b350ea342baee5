-- Adds events to the stream in their order and forgets the oldest beyond its capacity.
-- KEYS: the stream. ARGV: the capacity, then id and record of each event.
for i = 2, #ARGV, 2 do
    redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[1], '*', 'id', ARGV[i], 'event', ARGV[i + 1])
end
return {}
