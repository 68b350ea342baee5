package dev.pawse.core;

import dev.pawse.spi.AppId;
import java.time.Duration;
import java.util.Set;

/** Tells what is to be done with an app, from its name alone. */
public final class Rules {
    private final Duration maxIdle;

    public Rules(Duration maxIdle) {
        this.maxIdle = maxIdle;
    }

    /** What the rules say of an app. */
    public AppPolicy policy(AppId app) {
        return new AppPolicy(
                false,
                maxIdle,
                Set.of(),
                Set.of(),
                AppPolicy.WakeMode.AUTO,
                Duration.ofSeconds(25),
                1000,
                null,
                Set.of());
    }
}
