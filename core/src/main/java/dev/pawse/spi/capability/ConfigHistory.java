package dev.pawse.spi.capability;

import dev.pawse.spi.AppId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells when an app's variables were changed and by whom, as far as the platform remembers; never to what. */
public non-sealed interface ConfigHistory extends Capability {
    /**
     * The newest changes, newest first.
     *
     * @param name the variable whose changes are asked for, or null for all
     */
    List<Change> configChanges(AppId app, @Nullable String name, int limit);

    /**
     * One change.
     *
     * @param version the platform's word for it, e.g. {@code 7} or {@code v12}
     * @param names which variables; empty where the platform tells only that there was a change
     * @param description what was done, or why, in the platform's words; no value is a part of it
     * @param author who did it, or null
     * @param at when
     */
    record Change(
            String version,
            List<String> names,
            String description,
            @Nullable String author,
            Instant at) {
        public Change {
            names = List.copyOf(names);
        }
    }
}
