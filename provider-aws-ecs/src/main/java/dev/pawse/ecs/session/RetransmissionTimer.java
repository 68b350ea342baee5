package dev.pawse.ecs.session;

import java.time.Duration;

/** How long to wait for an acknowledgement, by how long earlier ones took (the rule of RFC 6298 with the agent's figures). */
final class RetransmissionTimer {
    private static final double ALPHA = 1 / 8.0;
    private static final double BETA = 1 / 4.0;
    private static final double GRANULARITY_NANOS = Duration.ofMillis(10).toNanos();
    private static final double LONGEST_NANOS = Duration.ofSeconds(1).toNanos();

    private double roundTripNanos = Duration.ofMillis(100).toNanos();
    private double variationNanos;
    private double timeoutNanos = Duration.ofMillis(200).toNanos();

    void measured(long tookNanos) {
        variationNanos = (1 - BETA) * variationNanos + BETA * Math.abs(roundTripNanos - tookNanos);
        roundTripNanos = (1 - ALPHA) * roundTripNanos + ALPHA * tookNanos;
        timeoutNanos = Math.min(LONGEST_NANOS, roundTripNanos + Math.max(GRANULARITY_NANOS, 4 * variationNanos));
    }

    Duration timeout() {
        return Duration.ofNanos((long) timeoutNanos);
    }
}
