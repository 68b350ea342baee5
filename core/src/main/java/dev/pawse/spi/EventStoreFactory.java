package dev.pawse.spi;

import java.time.Clock;

/** Makes the event stores of one type. Found by {@link java.util.ServiceLoader}, as {@link ProviderFactory} is. */
public interface EventStoreFactory {
    /** The type's name as users write it in {@code EVENTS_STORE_TYPE}, e.g. {@code redis}. */
    String type();

    /**
     * Makes an event store from its settings; makes no network call.
     *
     * @throws PawseException {@link Reason#INVALID} when a setting is missing or wrong
     */
    EventStore create(Settings settings, Clock clock);
}
