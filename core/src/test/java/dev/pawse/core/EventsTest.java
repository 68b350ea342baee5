package dev.pawse.core;

import static dev.pawse.core.Engine.SHOP;
import static dev.pawse.core.Engine.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.Event;
import dev.pawse.spi.EventStore;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsTest {
    private final ExecutorService blocking = BlockingExecutors.create();
    private final Events events = new Events(new InMemoryEventStore(10), blocking);

    @AfterEach
    void stop() {
        blocking.shutdownNow();
    }

    @Test
    void subscribersAreToldInOrder() {
        List<Event> told = new CopyOnWriteArrayList<>();
        events.subscribe(told::add);

        for (int i = 0; i < 500; i++) {
            events.emit(event(i));
        }

        eventually("all", () -> told.size() == 500);
        assertThat(told).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        assertThat(events.recent(100)).hasSize(10).first().isEqualTo(event(499));
    }

    @Test
    void aSubscriberThatHangsHarmsNobodyAndMissesTheOldest() {
        CountDownLatch gate = new CountDownLatch(1);
        List<Event> slow = new CopyOnWriteArrayList<>();
        List<Event> quick = new CopyOnWriteArrayList<>();
        events.subscribe(event -> {
            await(gate);
            slow.add(event);
        });
        events.subscribe(quick::add);

        for (int i = 0; i < 1_500; i++) {
            events.emit(event(i));
            int sent = i + 1;
            if (sent % 250 == 0) {
                eventually("the quick one", () -> quick.size() == sent);
            }
        }
        gate.countDown();

        eventually(
                "the slow one",
                () -> !slow.isEmpty() && slow.get(slow.size() - 1).equals(event(1_499)));
        assertThat(slow).hasSizeLessThanOrEqualTo(1_001);
    }

    @Test
    void aSubscriberThatThrowsIsToldTheNextEventToo() {
        List<Event> told = new CopyOnWriteArrayList<>();
        events.subscribe(event -> {
            told.add(event);
            throw new IllegalStateException("a subscriber's mistake");
        });

        events.emit(event(1));
        events.emit(event(2));

        eventually("both", () -> told.size() == 2);
    }

    @Test
    void whoUnsubscribesIsToldNothingMore() throws Exception {
        List<Event> told = new CopyOnWriteArrayList<>();
        List<Event> stays = new CopyOnWriteArrayList<>();
        AutoCloseable subscription = events.subscribe(told::add);
        events.subscribe(stays::add);

        subscription.close();
        events.emit(event(1));

        eventually("the other one", () -> stays.size() == 1);
        assertThat(told).isEmpty();
    }

    @Test
    void aStoreThatFailsIsSurvived() {
        Events unlucky = new Events(
                new EventStore() {
                    @Override
                    public void append(Event event) {
                        throw new PawseException(Reason.UNAVAILABLE, "the store is away");
                    }

                    @Override
                    public List<Event> recent(int limit) {
                        return List.of();
                    }
                },
                blocking);
        List<Event> told = new CopyOnWriteArrayList<>();
        unlucky.subscribe(told::add);

        unlucky.emit(event(1));

        eventually("told", () -> told.size() == 1);
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Event event(int number) {
        return new Event.Forgotten(Instant.ofEpochSecond(number), SHOP);
    }
}
