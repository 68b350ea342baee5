package dev.pawse.cli;

import dev.pawse.testkit.ManualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that moves another one on by a second whenever somebody looks, so that who waits by it need not. */
final class FlyingClock extends Clock {
    private final ManualClock clock;

    FlyingClock(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public Instant instant() {
        clock.advance(Duration.ofSeconds(1));
        return clock.instant();
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new FlyingClock(clock.withZone(zone));
    }
}
