package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Event;
import dev.pawse.spi.EventStore;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.spi.Hook;
import dev.pawse.spi.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every event store does. */
@Timeout(120)
public interface EventStoreContract {
    /**
     * A store, empty at first; each test asks for one once.
     *
     * @param capacity how many events it keeps
     */
    EventStore eventStore(int capacity);

    @Test
    default void aNewStoreIsEmpty() {
        try (EventStore store = eventStore(10)) {
            assertThat(store.recent(10)).isEmpty();
        }
    }

    @Test
    default void eventsComeNewestFirst() {
        try (EventStore store = eventStore(10)) {
            store.append(event(1));
            store.append(event(2));
            store.append(event(3));

            assertThat(store.recent(10)).containsExactly(event(3), event(2), event(1));
        }
    }

    @Test
    default void theOrderIsThatOfTheAppendsNotOfTheClock() {
        try (EventStore store = eventStore(10)) {
            store.append(event(2));
            store.append(event(1));

            assertThat(store.recent(10)).containsExactly(event(1), event(2));
        }
    }

    @Test
    default void noMoreEventsAreGivenThanAskedFor() {
        try (EventStore store = eventStore(10)) {
            IntStream.rangeClosed(1, 5).forEach(number -> store.append(event(number)));

            assertThat(store.recent(2)).containsExactly(event(5), event(4));
            assertThat(store.recent(1)).containsExactly(event(5));
        }
    }

    @Test
    default void aFullStoreLosesItsOldestEvents() {
        try (EventStore store = eventStore(10)) {
            IntStream.rangeClosed(1, 25).forEach(number -> store.append(event(number)));

            assertThat(store.recent(1000)).hasSize(10).startsWith(event(25)).endsWith(event(16));
        }
    }

    @Test
    default void readingTakesNothingOut() {
        try (EventStore store = eventStore(10)) {
            store.append(event(1));
            store.recent(10);

            assertThat(store.recent(10)).containsExactly(event(1));
        }
    }

    @Test
    default void whatManyThreadsAppendIsAllThere() {
        try (EventStore store = eventStore(1000)) {
            AtOnce.call(8, thread -> {
                IntStream.range(0, 50).forEach(number -> store.append(event(1000 * thread + number)));
                return thread;
            });

            assertThat(store.recent(1000)).hasSize(400).doesNotHaveDuplicates();
        }
    }

    @Test
    default void oneThreadsEventsKeepTheirOrderAmongThoseOfOthers() {
        try (EventStore store = eventStore(1000)) {
            AtOnce.call(4, thread -> {
                IntStream.range(0, 50).forEach(number -> store.append(event(1000 * thread + number)));
                return thread;
            });

            List<Event> newestFirst = store.recent(1000);
            for (int thread = 0; thread < 4; thread++) {
                List<Event> expected = IntStream.iterate(1000 * thread + 49, number -> number - 1)
                        .limit(50)
                        .<Event>mapToObj(EventStoreContract::event)
                        .toList();
                assertThat(newestFirst).containsSubsequence(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    default void anEventIsReadAsItWasWritten(Event event) {
        try (EventStore store = eventStore(10)) {
            store.append(event);

            assertThat(store.recent(1)).containsExactly(event);
        }
    }

    /** One event of each kind, with odd characters where people write. */
    static Stream<Event> everyKind() {
        Instant at = Instant.parse("2026-03-01T12:30:45.678Z");
        AppId app = new AppId("my other account", "team/stock:ünï");
        String why = "the platform says \"no\":\n\ttwo lines, ünïcødé ✓";
        Formation formation = new Formation(Map.of("web", new Scale(3, "S"), "cron", new Scale(0, null)));
        return Stream.of(
                new Event.Woke(at, app, formation, Duration.ofMillis(2345)),
                new Event.WakeFailed(at, app, Reason.RATE_LIMITED, why),
                new Event.Rested(at, app, formation, Duration.ofMinutes(15)),
                new Event.RestFailed(at, app, Reason.UNAVAILABLE, why),
                new Event.RestCancelled(at, app, why),
                new Event.Discovered(at, app, AppState.STOPPED),
                new Event.Forgotten(at, app),
                new Event.StartedElsewhere(at, app),
                new Event.StoppedElsewhere(at, app, AppState.CRASHED),
                new Event.HookRan(at, app, Hook.Point.BEFORE_STOP, "backup", "exit 75"));
    }

    private static Event.Forgotten event(int number) {
        return new Event.Forgotten(
                Instant.parse("2026-01-01T12:00:00Z").plusSeconds(number), new AppId("heroku", "app-" + number));
    }
}
