package dev.pawse.core;

import dev.pawse.spi.Durations;
import java.time.Duration;

/** How long and how many requests wait, and how long an end may take. */
record ProxyLimits(
        Duration holdLimit,
        int maxWaiters,
        int maxWaitersTotal,
        Duration preStopDelay,
        Duration shutdownLimit,
        Duration wakeTimeout) {
    static ProxyLimits read(ConfigReader reader) {
        return new ProxyLimits(
                reader.duration(ConfigKeys.HOLD_LIMIT, Durations.Unit.SECONDS, true),
                reader.integer(ConfigKeys.MAX_WAITERS, 0, 1_000_000),
                reader.integer(ConfigKeys.MAX_WAITERS_TOTAL, 0, 1_000_000),
                reader.duration(ConfigKeys.PRE_STOP_DELAY, Durations.Unit.SECONDS, true),
                reader.duration(ConfigKeys.SHUTDOWN_LIMIT, Durations.Unit.SECONDS, true),
                reader.duration(ConfigKeys.WAKE_TIMEOUT, Durations.Unit.SECONDS, false));
    }
}
