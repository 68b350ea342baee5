package dev.pawse.redis;

import dev.pawse.spi.Settings;
import dev.pawse.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A part of a real Redis that one test has for itself, and the registries on it. Time passes in it when a test says so. */
final class Store implements AutoCloseable {
    /** Moves all that has a time in it into the past, as if that much time had gone by. */
    private static final String AGE = """
            for _, key in ipairs(redis.call('KEYS', ARGV[1] .. ':*')) do
              local left = redis.call('PTTL', key)
              if left >= 0 then
                redis.call('PEXPIRE', key, left - ARGV[2])
              end
              if string.match(key, ':alive$') or string.match(key, ':used$') then
                local members = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
                for i = 1, #members, 2 do
                  redis.call('ZADD', key, members[i + 1] - ARGV[2], members[i])
                end
              end
            end
            return redis.status_reply('OK')
            """;

    /** For what does not depend on how long a Redis is waited for. */
    static final Patience LONG = new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));

    final RedisServer server;
    final String prefix = "test-" + Ids.random();
    final Timing timing;
    private final AtomicLong ahead = new AtomicLong();
    private final List<AutoCloseable> open = new ArrayList<>();

    Store(RedisServer server) {
        this(server, Timing.NORMAL);
    }

    Store(RedisServer server, Timing timing) {
        this.server = server;
        this.timing = timing;
    }

    RedisKeys keys() {
        return new RedisKeys(prefix);
    }

    /** Another process's registry. */
    RedisRegistry registry() {
        return registry(server.url());
    }

    /** Another process's registry, which takes its own way to the server. */
    RedisRegistry registry(String url) {
        return registry(url, LONG);
    }

    /** Another process's registry, which waits for its server for so long. */
    RedisRegistry registry(String url, Patience patience) {
        RedisLink link = link(url, patience);
        open.add(link);
        return registry(link);
    }

    RedisRegistry registry(RedisLink link) {
        return new RedisRegistry(link, keys(), timing, this::nanoTime);
    }

    /** A way to a server that is waited for however busy the machine is. */
    static RedisLink link(String url) {
        return link(url, LONG);
    }

    static RedisLink link(String url, Patience patience) {
        return new RedisLink(
                "registry", RedisSettings.of(Settings.of(Map.of("url", url))).dialer(patience), "test-mark");
    }

    long nanoTime() {
        return System.nanoTime() + ahead.get();
    }

    /** Lets time pass, in the store and for its processes. */
    void pass(Duration time) {
        server.command("EVAL", AGE, "0", prefix, String.valueOf(time.toMillis()));
        advance(time);
    }

    /** Lets time pass for the processes alone. */
    void advance(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }
}
