package dev.pawse.redis;

import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Lease;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A lease in Redis. By its own clock it is given up after two thirds of its time, counted from before the store was asked: whoever
 * relies on it then still has a third to come to an end.
 */
final class RedisLease implements Lease {
    private static final Script RENEW = Script.named("renew");
    private static final Script RELEASE = Script.named("release");

    private final RedisLink link;
    private final RedisKeys keys;
    private final LongSupplier nanoTime;
    private final String name;
    private final String owner;
    private final long number;
    private final Duration ttl;
    private volatile long sureNanos;
    private volatile boolean given;
    private volatile boolean lost;

    /** @param sureNanos when the store was asked for it, by our own clock */
    RedisLease(
            RedisLink link,
            RedisKeys keys,
            LongSupplier nanoTime,
            String name,
            String owner,
            long number,
            Duration ttl,
            long sureNanos) {
        this.link = link;
        this.keys = keys;
        this.nanoTime = nanoTime;
        this.name = name;
        this.owner = owner;
        this.number = number;
        this.ttl = ttl;
        this.sureNanos = sureNanos;
    }

    @Override
    public long fence() {
        return number;
    }

    @Override
    public boolean held() {
        return !given && !lost && nanoTime.getAsLong() - sureNanos < ttl.toNanos() / 3 * 2;
    }

    @Override
    public boolean renew() {
        if (given || lost) {
            return false;
        }
        long sent = nanoTime.getAsLong();
        List<Object> answer =
                link.run(RENEW, List.of(keys.lease(name)), List.of(owner, String.valueOf(ttl.toMillis())));
        if (Answers.number(answer.get(0)) != 1) {
            lost = true;
            return false;
        }
        sureNanos = sent;
        return true;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (given) {
                return;
            }
            given = true;
        }
        link.run(RELEASE, List.of(keys.lease(name)), releaseArguments(keys, name, owner));
    }

    /** Gives a lease back of which it is not known whether it was taken. Does not wait. */
    static void letGo(RedisLink link, RedisKeys keys, String name, String owner) {
        link.tell(RELEASE, List.of(keys.lease(name)), releaseArguments(keys, name, owner));
    }

    private static List<String> releaseArguments(RedisKeys keys, String name, String owner) {
        return List.of(
                owner, keys.news(), Registry.appOf(name).map(String::valueOf).orElse(""));
    }
}
