package dev.pawse.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When a call is tried again. A call that may have had an effect is not, unless it may be repeated; one that was refused for coming
 * too soon always is.
 *
 * @param attempts how many in all, 1 or more
 * @param first the wait before the second attempt; it doubles each time and is cut by up to half at random, so that many callers
 *     do not come back together
 * @param longest the longest wait worth it; a {@code Retry-After} beyond it is an error for the caller
 */
public record Retries(int attempts, Duration first, Duration longest) {
    /** Three attempts within a few seconds. */
    public static final Retries DEFAULT = new Retries(3, Duration.ofMillis(300), Duration.ofSeconds(20));

    /** One attempt. */
    public static final Retries NONE = new Retries(1, Duration.ZERO, Duration.ZERO);

    /**
     * How long to wait before the next attempt.
     *
     * @param attempt the attempt that failed, from 1
     * @param asked how long the other side asked to wait
     * @return empty when there is none
     */
    Optional<Duration> wait(int attempt, Optional<Duration> asked) {
        if (attempt >= attempts
                || asked.filter(wait -> wait.compareTo(longest) > 0).isPresent()) {
            return Optional.empty();
        }
        long most = first.toMillis() << (attempt - 1);
        Duration jittered =
                Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
        return Optional.of(asked.filter(wait -> wait.compareTo(jittered) > 0).orElse(jittered));
    }
}
