package dev.pawse.core;

import static dev.pawse.core.Engine.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pawse is killed before and after each write to its registry and each change at the platform; its successor puts things right. */
class KillTest {
    private static final Formation RAN = Formation.of(Map.of("web", 3, "worker", 2, "cron", 0));
    private static final int NEVER = Integer.MAX_VALUE;

    @TempDir
    private Path folder;

    private final ManualClock clock = ManualClock.create();

    @Test
    void whateverStepOfARestItDiesAtTheFormationComesBack() {
        int steps = rest(NEVER);
        assertThat(steps).isEqualTo(8);
        for (int step = 0; step < steps; step++) {
            rest(step);
        }
    }

    @Test
    void whateverStepOfAWakeItDiesAtTheFormationComesBack() {
        int steps = wake(NEVER);
        assertThat(steps).isEqualTo(8);
        for (int step = 0; step < steps; step++) {
            wake(step);
        }
    }

    private int rest(int dieAt) {
        World world = new World("rest-" + dieAt);
        Engine first = world.engine();
        first.idle();
        world.countFrom(dieAt);
        try {
            first.lifecycle().rest(SHOP, Engine.MAX_IDLE);
        } catch (Killed e) {
            assertThat(world.dead).isTrue();
        }

        world.successor(first);
        return world.steps;
    }

    private int wake(int dieAt) {
        World world = new World("wake-" + dieAt);
        Engine first = world.engine();
        first.idle();
        assertThat(first.lifecycle().rest(SHOP, Engine.MAX_IDLE)).isTrue();
        world.countFrom(dieAt);
        var flight = first.lifecycle().wake(SHOP).toCompletableFuture();
        Engine.eventually("the end of the wake", () -> world.dead || flight.isDone());

        world.successor(first);
        return world.steps;
    }

    /** What a process that is killed sees: nothing more. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A platform that starts and stops one process type after the other, a registry with a file, and a process that may die. */
    private final class World {
        private final Path file;
        private final FakeProvider platform = Engine.platform(clock);
        private final InMemoryRegistry registry;
        private int dieAt = NEVER;
        private volatile int steps;
        private volatile boolean dead;

        private World(String name) {
            file = folder.resolve(name);
            registry = InMemoryRegistry.open(file, clock::nanoTime);
            platform.add("shop").formation(RAN);
        }

        private void countFrom(int step) {
            steps = 0;
            dieAt = step;
        }

        private Engine engine() {
            return Engine.of(
                            clock,
                            platform,
                            builder -> builder.provider("test", new OneByOne()).registry(new MortalRegistry()))
                    .started();
        }

        private void successor(Engine first) {
            int died = dieAt;
            first.pawse.abandon();
            registry.kill();
            dieAt = NEVER;
            dead = false;
            InMemoryRegistry reopened = InMemoryRegistry.open(file, clock::nanoTime);
            try (Engine next = Engine.of(clock, platform, builder -> builder.registry(reopened))
                    .started()) {
                assertThat(reopened.entries())
                        .as("open intents after a death at step %s", died)
                        .noneMatch(entry -> entry.stage() == Stage.RESTING || entry.stage() == Stage.WAKING);

                next.wake(SHOP);

                assertThat(platform.fake("shop").formation())
                        .as("what runs after a death at step %s", died)
                        .isEqualTo(RAN);
            }
        }

        private synchronized void step() {
            if (dead || steps == dieAt) {
                dead = true;
                throw new Killed();
            }
            steps++;
        }

        private final class MortalRegistry extends TwoProcesses {
            private MortalRegistry() {
                super(registry, new Usage(0, Duration.ofDays(1)));
            }

            @Override
            public Optional<Entry> compareAndSet(long expectedEpoch, Entry next, long fence) {
                step();
                Optional<Entry> stored = super.compareAndSet(expectedEpoch, next, fence);
                step();
                return stored;
            }
        }

        private final class OneByOne implements Provider, Scaling {
            private final Scaling scaling = platform.require(Scaling.class);

            @Override
            public List<App> apps() {
                return platform.apps();
            }

            @Override
            public Optional<App> app(AppId id) {
                return platform.app(id);
            }

            @Override
            public Formation formation(AppId app) {
                return scaling.formation(app);
            }

            @Override
            public void start(AppId app, Formation formation) {
                scale(app, formation);
            }

            @Override
            public void stop(AppId app) {
                scale(app, formation(app).zeroed());
            }

            @Override
            public void scale(AppId app, Formation changes) {
                changes.processes().forEach((type, scale) -> {
                    step();
                    scaling.scale(app, new Formation(Map.of(type, scale)));
                });
                step();
            }
        }
    }
}
