package dev.pawse.core;

import dev.pawse.spi.Event;
import dev.pawse.spi.EventStore;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happened to the apps: the newest from a store, and what happens from now on. Safe for many threads. */
public final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final int BACKLOG = 1_000;

    private final EventStore store;
    private final Executor blocking;
    private final CopyOnWriteArrayList<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    Events(EventStore store, Executor blocking) {
        this.store = store;
        this.blocking = blocking;
    }

    /**
     * The newest events, newest first. May block.
     *
     * @param limit how many at most, 1 or more
     * @throws dev.pawse.spi.PawseException when the store cannot be read
     */
    public List<Event> recent(int limit) {
        return store.recent(limit);
    }

    /**
     * Hands each event from now on to the subscriber, in order and one at a time, on a thread that may block. What it throws is
     * logged; one that is slow by more than 1,000 events misses the oldest of them. Never blocks.
     *
     * @return ends the subscription
     */
    public AutoCloseable subscribe(Consumer<Event> subscriber) {
        Subscription subscription = new Subscription(subscriber);
        subscriptions.add(subscription);
        return () -> subscriptions.remove(subscription);
    }

    /** Stores an event and tells those who listen. A store that fails is survived. Blocks as long as the store does. */
    void emit(Event event) {
        LOG.info("{} {}", event.app(), event.text());
        subscriptions.forEach(subscription -> subscription.offer(event));
        try {
            store.append(event);
        } catch (RuntimeException e) {
            LOG.warn("{}: the event {} could not be stored", event.app(), event.name(), e);
        }
    }

    /** One subscriber with what it has not been told yet. */
    private final class Subscription {
        private final Consumer<Event> subscriber;
        private final ArrayDeque<Event> waiting = new ArrayDeque<>();
        private boolean running;

        private Subscription(Consumer<Event> subscriber) {
            this.subscriber = subscriber;
        }

        private synchronized void offer(Event event) {
            if (waiting.size() == BACKLOG) {
                waiting.removeFirst();
            }
            waiting.addLast(event);
            if (running) {
                return;
            }
            try {
                blocking.execute(this::run);
                running = true;
            } catch (RejectedExecutionException e) {
                LOG.debug("no more events are handed on: the engine is closed");
            }
        }

        private void run() {
            for (Event event = next(); event != null; event = next()) {
                try {
                    subscriber.accept(event);
                } catch (RuntimeException e) {
                    LOG.warn("a subscriber failed on {} of {}", event.name(), event.app(), e);
                }
            }
        }

        private synchronized @Nullable Event next() {
            Event event = waiting.pollFirst();
            running = event != null;
            return event;
        }
    }
}
