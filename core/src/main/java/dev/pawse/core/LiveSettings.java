package dev.pawse.core;

import dev.pawse.spi.Hook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What may change while an engine runs; one is swapped for another whole.
 *
 * @param rules what is to be done with which app
 * @param hooks the commands that are configured
 * @param sweeps gives the next sweep after a moment
 * @param wakeLimit how long a wake may take
 */
record LiveSettings(Rules rules, List<Hook> hooks, UnaryOperator<Instant> sweeps, Duration wakeLimit) {
    LiveSettings {
        hooks = List.copyOf(hooks);
    }
}
