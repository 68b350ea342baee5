package dev.pawse.heroku;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's clock, which can be put forward: the fake tells times in whole seconds. */
final class TickingClock extends Clock {
    private final AtomicLong aheadSeconds = new AtomicLong();

    void tick() {
        aheadSeconds.incrementAndGet();
    }

    void advance(Duration time) {
        aheadSeconds.addAndGet(time.toSeconds());
    }

    @Override
    public Instant instant() {
        return Instant.now().plusSeconds(aheadSeconds.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock is for machines: it has no zone");
    }
}
