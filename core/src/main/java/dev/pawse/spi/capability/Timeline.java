package dev.pawse.spi.capability;

import static java.util.Objects.requireNonNull;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happened to an app on its platform, whoever did it, as far back as the platform remembers. No value of a variable and no
 * other secret is ever a part of it.
 */
public non-sealed interface Timeline extends Capability {
    /**
     * What happened last, newest first.
     *
     * @param since nothing from before this is told; null for all that the platform remembers
     * @param limit at most so many, 1 or more
     * @throws PawseException {@link Reason#NOT_FOUND} when there is no such app
     */
    List<Entry> timeline(AppId app, @Nullable Instant since, int limit);

    /**
     * One thing that happened.
     *
     * @param at when
     * @param id the platform's word for it, which no other entry of the app has
     * @param type what kind of thing it is, e.g. {@code release} or {@code scale}; platforms have words of their own
     * @param text what happened, in a line for people
     * @param by who did it, or null where the platform does not tell
     */
    record Entry(
            Instant at,
            String id,
            String type,
            String text,
            @Nullable String by) {
        public Entry {
            requireNonNull(at, "at");
            requireNonNull(id, "id");
            requireNonNull(type, "type");
            requireNonNull(text, "text");
        }
    }
}
