package dev.pawse.ecs;

import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;

/**
 * The events of an app's services: the newest hundred of each, which are all that ECS keeps, and nobody is named in them. Asks no more
 * than which services there are. Safe for many threads.
 */
final class EcsTimeline implements Timeline {
    private final AppServices services;

    EcsTimeline(AppServices services) {
        this.services = services;
    }

    @Override
    public List<Entry> timeline(AppId app, @Nullable Instant since, int limit) {
        List<Entry> entries = new ArrayList<>();
        for (AppService one : services.require(app)) {
            for (ServiceEvent event : one.service().events()) {
                Instant at = Objects.requireNonNullElse(event.createdAt(), Instant.EPOCH);
                if (since == null || !at.isBefore(since)) {
                    entries.add(new Entry(at, event.id(), "service", event.message(), null));
                }
            }
        }
        // Stable: events of one moment stay in the order in which ECS tells them, newest first.
        entries.sort(Comparator.comparing(Entry::at).reversed());
        return List.copyOf(entries.size() > limit ? entries.subList(0, limit) : entries);
    }
}
