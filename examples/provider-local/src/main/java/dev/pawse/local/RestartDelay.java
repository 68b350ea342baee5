package dev.pawse.local;

import java.time.Duration;

/**
 * How long a process that ended by itself stays down: the first time, doubling with each crash in a row.
 *
 * @param first after the first crash
 * @param most at most
 * @param steady a process that ran this long has not crashed in a row
 */
record RestartDelay(Duration first, Duration most, Duration steady) {
    static final RestartDelay USUAL =
            new RestartDelay(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1));

    private static final int DOUBLINGS = 20;

    /** The wait after so many crashes in a row, 1 or more. */
    Duration after(int crashes) {
        Duration delay = first.multipliedBy(1L << Math.min(crashes - 1, DOUBLINGS));
        return delay.compareTo(most) > 0 ? most : delay;
    }
}
