package dev.pawse.http;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Urgency;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How many calls one credential may make: a bucket of so many calls that fills again at a steady rate, and that learns from what
 * the platform tells. Wakes may empty it, commands leave a few, sweeps leave a tenth but no more than comes back in a minute; who
 * finds too little waits, the more patiently the less urgent it is. Safe for many threads; make one for each credential.
 */
public final class CallBudget {
    private final Clock clock;
    private final double capacity;
    private final double perSecond;
    private double calls;
    private Instant counted;
    private Instant closedUntil = Instant.MIN;

    private CallBudget(Clock clock, int capacity, double perSecond) {
        this.clock = clock;
        this.capacity = capacity;
        this.perSecond = perSecond;
        calls = capacity;
        counted = clock.instant();
    }

    /**
     * A full budget.
     *
     * @param capacity the most calls that can be saved up
     * @param perMinute how many come back in a minute
     */
    public static CallBudget of(Clock clock, int capacity, int perMinute) {
        if (capacity < 1 || perMinute < 1) {
            throw new IllegalArgumentException("a budget of " + capacity + " calls, " + perMinute + " a minute");
        }
        return new CallBudget(clock, capacity, perMinute / 60.0);
    }

    /** How many calls are left. */
    public synchronized int left() {
        refill(clock.instant());
        return (int) calls;
    }

    /**
     * Takes one call, waiting for it where that helps: 25 seconds for a wake, a minute for a command, five for a sweep.
     *
     * @throws PawseException {@link Reason#RATE_LIMITED} with the time after which there is one, when that is later
     */
    void take(Urgency urgency) {
        Instant end = clock.instant().plus(patience(urgency));
        while (true) {
            Instant now = clock.instant();
            Instant next = tryTake(urgency, now);
            if (!next.isAfter(now)) {
                return;
            }
            if (next.isAfter(end)) {
                Duration wait = Duration.between(now, next);
                throw new PawseException(
                                Reason.RATE_LIMITED,
                                "the platform's limit of calls is used up, next one in " + (wait.toSeconds() + 1)
                                        + " s")
                        .withRetryAfter(wait);
            }
            Pauses.pauseUntil(clock, next);
        }
    }

    /** The platform told how many calls are left. */
    synchronized void learn(int remaining) {
        refill(clock.instant());
        calls = Math.min(calls, Math.max(0, remaining));
    }

    /** The platform refused a call for coming too soon. */
    synchronized void refused(Duration wait) {
        refill(clock.instant());
        // Others may use the same credential: once the wait is over one call finds out, and no sweep does.
        calls = Math.min(calls, 1 + reserve(Urgency.COMMAND));
        Instant until = clock.instant().plus(wait);
        closedUntil = until.isAfter(closedUntil) ? until : closedUntil;
    }

    /** The given time when a call was taken, else when there may be one. */
    private synchronized Instant tryTake(Urgency urgency, Instant now) {
        refill(now);
        if (now.isBefore(closedUntil)) {
            return closedUntil;
        }
        double missing = 1 + reserve(urgency) - calls;
        if (missing <= 0) {
            calls--;
            return now;
        }
        return now.plusMillis((long) Math.ceil(missing / perSecond * 1000));
    }

    private static Duration patience(Urgency urgency) {
        return switch (urgency) {
            case WAKE -> Duration.ofSeconds(25);
            case COMMAND -> Duration.ofMinutes(1);
            case SWEEP -> Duration.ofMinutes(5);
        };
    }

    private double reserve(Urgency urgency) {
        return switch (urgency) {
            case WAKE -> 0;
            case COMMAND -> Math.floor(Math.min(capacity, perSecond * 60) / 20);
            case SWEEP -> Math.floor(Math.min(capacity / 10, perSecond * 60));
        };
    }

    private void refill(Instant now) {
        if (now.isAfter(counted)) {
            double seconds = Duration.between(counted, now).toNanos() / 1e9;
            calls = Math.min(capacity, calls + seconds * perSecond);
            counted = now;
        }
    }

    @Override
    public String toString() {
        return "CallBudget[" + left() + " of " + (int) capacity + "]";
    }
}
