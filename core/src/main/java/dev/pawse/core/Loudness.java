package dev.pawse.core;

import dev.pawse.spi.Registry;
import org.slf4j.event.Level;

/** How loud to be about what a registry that cannot be asked leads to. */
final class Loudness {
    private Loudness() {}

    /** While the registry's trouble is known, which was told when it began, what follows from it is not news. */
    static Level of(Registry registry) {
        return registry.trouble().isPresent() ? Level.DEBUG : Level.WARN;
    }
}
