package dev.pawse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Event;
import dev.pawse.spi.EventStore;
import dev.pawse.spi.Settings;
import dev.pawse.testkit.EventStoreContract;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FaultRelay;
import dev.pawse.testkit.RedisServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RedisEventStoreTest implements EventStoreContract {
    private static final AtomicInteger PREFIXES = new AtomicInteger();
    private static final Duration SOON = Duration.ofSeconds(30);

    private static RedisServer shared;

    @BeforeAll
    static void start() {
        shared = RedisServer.start();
    }

    @AfterAll
    static void stop() {
        shared.close();
    }

    @Override
    public EventStore eventStore(int capacity) {
        return store(shared.url(), "contract" + PREFIXES.incrementAndGet(), capacity);
    }

    @Test
    void severalProcessesTellTheSame() {
        try (EventStore one = store(shared.url(), "both", 10);
                EventStore other = store(shared.url(), "both", 10)) {
            one.append(event(1));
            holds(other, event(1));
            other.append(event(2));
            holds(one, event(2), event(1));
        }
    }

    @Test
    void whatWasWrittenIsThereForTheNextProcessAndNoMoreThanTheCapacity() {
        try (EventStore store = store(shared.url(), "next", 5)) {
            // Once there is a connection, the end of a process leaves time enough to write.
            store.append(event(0));
            written("next:events", 1);
            for (int i = 1; i <= 20; i++) {
                store.append(event(i));
            }
        }

        assertThat(shared.command("XLEN", "next:events")).isEqualTo(5L);
        try (EventStore next = store(shared.url(), "next", 5)) {
            assertThat(next.recent(100)).containsExactly(event(20), event(19), event(18), event(17), event(16));
        }
    }

    @Test
    void theNewestEventsAreToldWhetherOrNotTheyAreWrittenYet() {
        try (EventStore store = store(shared.url(), "newest", 1_000)) {
            for (int i = 1; i <= 300; i += 3) {
                store.append(event(i));
                store.append(event(i + 1));
                store.append(event(i + 2));
                assertThat(store.recent(2)).containsExactly(event(i + 2), event(i + 1));
            }
        }
    }

    @Test
    void recordsOfOthersAreSkippedAndDoNotCount() {
        try (EventStore store = store(shared.url(), "foreign", 10)) {
            store.append(event(1));
            written("foreign:events", 1);
            shared.command("XADD", "foreign:events", "*", "colour", "blue");
            shared.command("XADD", "foreign:events", "*", "id", "x-1", "event", "{\"v\":99}");
            shared.command("XADD", "foreign:events", "*", "id", "x-2", "event", "no record");
            store.append(event(2));
            written("foreign:events", 5);

            assertThat(store.recent(2)).containsExactly(event(2), event(1));
        }
    }

    @Test
    void anEventThatWasWrittenTwiceIsToldOnce() {
        try (EventStore store = store(shared.url(), "twice", 10)) {
            shared.command("XADD", "twice:events", "*", "id", "x-1", "event", EventCodec.write(event(1)));
            shared.command("XADD", "twice:events", "*", "id", "x-1", "event", EventCodec.write(event(1)));
            shared.command("XADD", "twice:events", "*", "id", "x-2", "event", EventCodec.write(event(2)));

            assertThat(store.recent(10)).containsExactly(event(2), event(1));
        }
    }

    @Test
    void aKeyThatIsNoStreamLeavesTheEventsInMemoryUntilItIsGone() {
        shared.command("SET", "taken:events", "a string");
        try (EventStore store = store(shared.url(), "taken", 10)) {
            store.append(event(1));
            store.append(event(2));
            assertThat(store.recent(10)).containsExactly(event(2), event(1));

            shared.command("DEL", "taken:events");

            written("taken:events", 2);
            assertThat(store.recent(10)).containsExactly(event(2), event(1));
        }
    }

    @Test
    void whatHappensWhileRedisIsAwayIsWrittenInItsOrderOnceItIsBack() {
        try (RedisServer server = RedisServer.start();
                EventStore store = store(server.url(), "pawse", 10)) {
            store.append(event(1));
            holds(server, "pawse:events", 1);
            server.stop();

            store.append(event(2));
            store.append(event(3));
            assertThat(store.recent(10)).containsExactly(event(3), event(2), event(1));

            server.again();
            holds(server, "pawse:events", 2);
            try (EventStore other = store(server.url(), "pawse", 10)) {
                assertThat(other.recent(10)).containsExactly(event(3), event(2));
            }
        }
    }

    @Test
    void appendingWaitsForNobodyWhileRedisIsFrozenAndNothingIsToldTwiceAfterwards() {
        try (RedisServer server = RedisServer.start();
                EventStore store = impatient(server.url(), "pawse", 2_000)) {
            store.append(event(0));
            holds(server, "pawse:events", 1);
            server.pause();
            long began = System.nanoTime();
            for (int i = 1; i <= 1_000; i++) {
                store.append(event(i));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            // One batch is tried and times out: it may have been taken all the same.
            Eventually.holds("a try has failed", SOON, () -> store.recent(2_000).size() == 1_001);
            server.resume();

            assertThat(took)
                    .as("a thousand events, each of which would wait for half a second")
                    .isLessThan(Duration.ofSeconds(60));
            try (EventStore other = store(server.url(), "pawse", 2_000)) {
                List<Event> all = all(other, 1_001);
                assertThat(all).doesNotHaveDuplicates().startsWith(event(1_000), event(999));
            }
        }
    }

    @Test
    void aCutConnectionLosesNothing() {
        try (FaultRelay relay = FaultRelay.to(shared.port());
                EventStore store = store("redis://127.0.0.1:" + relay.port(), "cut", 1_000)) {
            for (int i = 1; i <= 300; i++) {
                store.append(event(i));
                if (i % 100 == 50) {
                    relay.cut();
                }
            }

            try (EventStore other = store(shared.url(), "cut", 1_000)) {
                List<Event> all = all(other, 300);
                assertThat(all).doesNotHaveDuplicates().startsWith(event(300), event(299));
            }
        }
    }

    @Test
    void aFullRedisLeavesTheNewestEventsInMemoryUntilThereIsRoom() {
        try (RedisServer server = RedisServer.start();
                EventStore store = store(server.url(), "pawse", 3)) {
            server.command("CONFIG", "SET", "maxmemory", "1");
            for (int i = 1; i <= 5; i++) {
                store.append(event(i));
            }
            assertThat(store.recent(10)).containsExactly(event(5), event(4), event(3));
            assertThat(server.command("EXISTS", "pawse:events")).isEqualTo(0L);

            server.command("CONFIG", "SET", "maxmemory", "0");

            holds(server, "pawse:events", 3);
            assertThat(store.recent(10)).containsExactly(event(5), event(4), event(3));
        }
    }

    /** One that waits for its Redis however busy the machine is. */
    private static EventStore store(String url, String prefix, int capacity) {
        return RedisEventStoreFactory.store(Store.link(url), prefix, capacity);
    }

    private static EventStore impatient(String url, String prefix, int capacity) {
        return new RedisEventStoreFactory()
                .create(
                        Settings.of(Map.of("url", url, "prefix", prefix, "capacity", Integer.toString(capacity))),
                        Clock.systemUTC());
    }

    /** What a store tells once that is so many. */
    private static List<Event> all(EventStore store, int count) {
        List<Event> all = new ArrayList<>();
        Eventually.holds(count + " events", SOON, () -> {
            all.clear();
            all.addAll(store.recent(2 * count));
            return all.size() == count;
        });
        return all;
    }

    private static void holds(EventStore store, Event... newestFirst) {
        Eventually.holds("the events", SOON, () -> store.recent(10).equals(List.of(newestFirst)));
    }

    private static void written(String key, long count) {
        holds(shared, key, count);
    }

    private static void holds(RedisServer server, String key, long count) {
        Eventually.holds(count + " records", SOON, () -> Long.valueOf(count).equals(server.command("XLEN", key)));
    }

    private static Event event(int number) {
        return new Event.Forgotten(
                Instant.parse("2026-01-01T12:00:00Z").plusSeconds(number), new AppId("heroku", "app-" + number));
    }
}
