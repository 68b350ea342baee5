package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Thousands of random steps: requests, faults, crashes, pauses, clocks that are set. After each the rules hold: what is known to be in use
 * is not stopped, nobody waits without end, and once everything heals every app comes back as it was.
 *
 * <p>Another run: {@code -Dpawse.random.seed=… -Dpawse.random.steps=…}.
 */
class RandomRunTest {
    private static final long SEED = Long.getLong("pawse.random.seed", 20_261_122);
    private static final int STEPS = Integer.getInteger("pawse.random.steps", 10_000);
    private static final int BETWEEN_CALMS = 250;

    @Test
    void theRulesHoldAfterEveryStep() {
        Simulation simulation = new Simulation(SEED);
        for (int step = 1; step <= STEPS; step++) {
            try {
                simulation.step();
                if (step % BETWEEN_CALMS == 0) {
                    simulation.settle();
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "seed " + SEED + ", step " + step + ": " + e.getMessage() + "\nWhat happened before:\n"
                                + simulation.story(),
                        e);
            }
        }
        assertThat(simulation.stops()).as("stops that were made").isGreaterThan(STEPS / 100);
        assertThat(simulation.deaths()).as("deaths between two calls").isGreaterThan(STEPS / 1000);
    }
}
