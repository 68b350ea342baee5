package dev.pawse.clever;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a log.
 *
 * @param until null to go on for ever
 * @param deployment only what belongs to this one, or null for all
 */
record LogWindow(
        Instant since, @Nullable Instant until, @Nullable String deployment) {}
