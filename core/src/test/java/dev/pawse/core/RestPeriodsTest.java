package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.core.RestPeriods.RestPeriod;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Event;
import dev.pawse.spi.Formation;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RestPeriodsTest {
    private static final AppId SHOP = new AppId("test", "shop");
    private static final AppId BLOG = new AppId("test", "blog");
    private static final Formation TWO = Formation.of(Map.of("web", 2));

    @Test
    void aRestEndsWhenSomebodyBeginsToWakeTheApp() {
        assertThat(periods(0, 24, rested(2, SHOP), woke(5, SHOP, Duration.ofHours(1))))
                .containsExactly(new RestPeriod(SHOP, TWO, hour(2), hour(4), true));
    }

    @Test
    void aRestThatGoesOnCountsUpToNow() {
        assertThat(periods(0, 24, rested(20, SHOP)))
                .containsExactly(new RestPeriod(SHOP, TWO, hour(20), hour(24), false));
    }

    @Test
    void onlyWhatLiesWithinTheTimeCounts() {
        assertThat(periods(10, 12, rested(2, SHOP), woke(20, SHOP, Duration.ZERO)))
                .containsExactly(new RestPeriod(SHOP, TWO, hour(10), hour(12), false));
        assertThat(periods(10, 12, rested(2, SHOP), woke(9, SHOP, Duration.ZERO)))
                .isEmpty();
    }

    @Test
    void whoeverStartsItOrDeletesItEndsTheRest() {
        assertThat(periods(
                        0,
                        24,
                        rested(1, SHOP),
                        rested(1, BLOG),
                        new Event.StartedElsewhere(hour(3), SHOP),
                        new Event.Forgotten(hour(4), BLOG)))
                .extracting(RestPeriod::until)
                .containsExactly(hour(4), hour(3));
    }

    @Test
    void aWakeWithoutARestThatIsKnownCountsNothing() {
        assertThat(periods(0, 24, woke(5, SHOP, Duration.ZERO))).isEmpty();
    }

    @Test
    void twoRestsWithoutAWakeBetweenAreOneAfterTheOther() {
        assertThat(periods(0, 6, rested(1, SHOP), rested(4, SHOP)))
                .extracting(period -> Duration.between(period.from(), period.until()))
                .containsExactly(Duration.ofHours(3), Duration.ofHours(2));
    }

    private static List<RestPeriod> periods(int since, int until, Event... oldestFirst) {
        List<Event> events = Arrays.asList(oldestFirst);
        Collections.reverse(events);
        return RestPeriods.of(events, hour(since), hour(until));
    }

    private static Event rested(int hour, AppId app) {
        return new Event.Rested(hour(hour), app, TWO, Duration.ofMinutes(15));
    }

    private static Event woke(int hour, AppId app, Duration took) {
        return new Event.Woke(hour(hour), app, TWO, took);
    }

    private static Instant hour(int hour) {
        return Instant.parse("2026-09-01T00:00:00Z").plus(Duration.ofHours(hour));
    }
}
