package dev.pawse.core;

import dev.pawse.spi.App;
import dev.pawse.spi.AppState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the engine knows of an app at one moment, for people and for the API; made from memory, without a call to anybody.
 *
 * @param app as its provider last reported it
 * @param state what it does by the engine's own knowledge, which may be newer than the provider's report
 * @param policy what the rules say of it
 * @param inFlight uses that have begun and not ended in this process
 * @param idle how long nobody has used it
 * @param lastAccessedAt when it was last used, by this machine's clock; null when it never was
 */
public record AppReport(
        App app,
        AppState state,
        AppPolicy policy,
        int inFlight,
        Duration idle,
        @Nullable Instant lastAccessedAt) {}
