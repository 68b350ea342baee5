package dev.pawse.scalingo;

import dev.pawse.http.Page;
import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.ConfigHistory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The history of an app's variables, as far back as its timeline goes. */
final class ScalingoConfigHistory implements ConfigHistory {
    private final Apps apps;

    ScalingoConfigHistory(Apps apps) {
        this.apps = apps;
    }

    @Override
    public List<Change> configChanges(AppId app, @Nullable String name, int limit) {
        Place place = apps.place(app);
        return Page.all(number -> changes(VariableEvent.page(place, number), name), limit);
    }

    private static Page<Change> changes(Page<VariableEvent> page, @Nullable String name) {
        return new Page<>(
                page.items().stream()
                        .filter(event -> name == null || event.names().contains(name))
                        .map(event ->
                                new Change(event.id(), event.names(), event.description(), event.by(), event.at()))
                        .toList(),
                page.next());
    }
}
