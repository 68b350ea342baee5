package dev.pawse.core;

import dev.pawse.spi.EventStore;
import dev.pawse.testkit.EventStoreContract;

final class InMemoryEventStoreContractTest implements EventStoreContract {
    @Override
    public EventStore eventStore(int capacity) {
        return new InMemoryEventStore(capacity);
    }
}
