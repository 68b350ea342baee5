package dev.pawse.clever;

import org.jspecify.annotations.Nullable;

/**
 * How far a log was read, by the ids of its events. A stream that is opened again names the line before the last one: the platform then
 * begins with the last one, and its coming twice proves that nothing was lost in between. Used by one thread at a time.
 */
final class LogPosition {
    private @Nullable String beforeLast;
    private @Nullable String last;

    synchronized void read(@Nullable String id) {
        if (id != null && !id.isEmpty() && !id.equals(last)) {
            beforeLast = last;
            last = id;
        }
    }

    /** What to name, or null when too little was read. */
    synchronized @Nullable String resumeAfter() {
        return beforeLast;
    }
}
