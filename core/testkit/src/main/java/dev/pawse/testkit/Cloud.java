package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a contract may arrange on the platform behind a provider, besides the provider: a fake server's state, a folder of
 * real processes, an account for tests. What only one contract needs is a method of that contract.
 */
public interface Cloud {
    /**
     * An app that exists before the first call of the provider, with every process type of {@link #formation()}; the same
     * at each call. What it runs at first is not told.
     */
    AppId app();

    /**
     * Makes an app run exactly this, past the provider where that can be, and returns when it does. A formation whose
     * quantities are all zero stops it; what runs already as asked is left alone.
     */
    void run(AppId app, Formation formation);

    /** The richest formation that this platform can run: several types, one of them at 0, and more than one of a type. */
    default Formation formation() {
        return Formation.of(Map.of("web", 3, "worker", 2, "cron", 0));
    }

    /** A size that this platform has and that {@link #formation()} does not use, or null where processes have no sizes. */
    default @Nullable String otherSize() {
        return null;
    }

    /** An app of this provider that does not exist. */
    default AppId unknownApp() {
        return new AppId(app().provider(), "no-such-app");
    }

    /** Lets a moment pass between two looks; where a clock is driven by hand, this drives it. */
    default void tick() {}

    /** How long anything may take at most, by the real clock. */
    default Duration patience() {
        return Duration.ofSeconds(30);
    }

    /** How long an operation that is waited for may take at most, by the provider's own clock, which may run faster. */
    default Duration operationTime() {
        return patience();
    }

    /**
     * Looks again and again, with a {@link #tick()} in between, until something is so.
     *
     * @param what what is waited for; it stands in the failure
     * @throws AssertionError when it is not so in the time of {@link #patience()}
     */
    default void eventually(String what, BooleanSupplier condition) {
        Eventually.holds(what, patience(), () -> {
            if (condition.getAsBoolean()) {
                return true;
            }
            tick();
            return false;
        });
    }
}
