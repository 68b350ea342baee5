package dev.pawse.proxy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who was refused lately, and so waits longer for the next refusal: guessing a token becomes slow. Bounded; the address
 * that was refused longest ago is forgotten first. Safe for many threads.
 */
final class RefusedClients {
    static final int MOST_ADDRESSES = 1024;

    /** What the first refusal takes, and the first one after a minute of peace. */
    static final Duration FIRST_DELAY = Duration.ofMillis(50);

    private static final int MOST_DOUBLINGS = 6;
    private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private final LinkedHashMap<String, Refusals> byAddress = new LinkedHashMap<>();

    /** @param nanoTime a monotonic clock such as {@link System#nanoTime()} */
    RefusedClients(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Notes a refusal and tells how long the address has to wait for it: 50 ms at first, doubling up to 3.2 s. */
    synchronized Duration refused(String address) {
        long now = nanoTime.getAsLong();
        Refusals before = byAddress.remove(address);
        int count = before == null || now - before.last > FORGIVEN_AFTER.toNanos() ? 0 : before.count;
        byAddress.put(address, new Refusals(Math.min(count + 1, MOST_DOUBLINGS), now));
        if (byAddress.size() > MOST_ADDRESSES) {
            Map.Entry<String, Refusals> oldest = byAddress.entrySet().iterator().next();
            byAddress.remove(oldest.getKey());
        }
        return FIRST_DELAY.multipliedBy(1L << count);
    }

    private record Refusals(int count, long last) {}
}
