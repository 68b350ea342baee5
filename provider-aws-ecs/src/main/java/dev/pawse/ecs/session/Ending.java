package dev.pawse.ecs.session;

import dev.pawse.spi.PawseException;
import org.jspecify.annotations.Nullable;

/**
 * How a data channel came to its end.
 *
 * @param said what the service had to say; may be empty
 * @param failure why it was not the other side's own wish, or null
 */
record Ending(String said, @Nullable PawseException failure) {
    static Ending said(String text) {
        return new Ending(text, null);
    }

    static Ending failed(PawseException failure) {
        return new Ending("", failure);
    }
}
