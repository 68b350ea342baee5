package dev.pawse.local;

import dev.pawse.spi.Formation;
import org.jspecify.annotations.Nullable;

/** Runs the apps: this Pawse process itself, or another one that is asked. */
interface Operator {
    AppStatus status(AppSpec app);

    /** Asks for exactly the given quantities; types that are not named keep theirs. */
    void scale(AppSpec app, Formation changes);

    /**
     * Restarts processes.
     *
     * @param processOrType e.g. {@code web.1} or {@code web}, or null for all
     */
    void restart(AppSpec app, @Nullable String processOrType);
}
