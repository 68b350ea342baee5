package dev.pawse.core;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.ManualClock;
import dev.pawse.testkit.ManualExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One process of a simulation: an engine all of whose work is done on the thread that drives it, which at each call of the registry and of
 * the platform asks what happens there.
 */
final class SimulatedProcess {
    final String name;
    final SimulatedStore.View registry;
    final Pawse pawse;
    private final ManualExecutor timer;
    private final Hazards hazards;
    private boolean dead;
    private boolean paused;
    private boolean cutOff;
    private long lastAnswer;

    /** What may happen at each call. */
    interface Hazards {
        /** A call begins or has had its effect; may kill the process, cut it off, or let others act. */
        void at(SimulatedProcess process);

        /** The process is about to stop an app. */
        void stopping(SimulatedProcess process, AppId app);

        /** A number that grows with everything that happens. */
        long moment();

        /** A number from 0 to below 1. */
        double chance();
    }

    SimulatedProcess(
            String name,
            ManualClock clock,
            FakeProvider platform,
            SimulatedStore store,
            Duration maxIdle,
            Hazards hazards) {
        this.name = name;
        this.hazards = hazards;
        timer = new ManualExecutor(clock);
        registry = store.new View(name, new Line());
        pawse = Pawse.builder()
                .provider("test", new Watched(platform))
                .registry(registry)
                .rules(new Rules(maxIdle))
                .clock(clock)
                .nanoTime(clock::nanoTime)
                .sweeps(now -> Instant.MAX)
                .chance(hazards::chance)
                .threads(new Inline(), timer)
                .build();
    }

    /** What a process sees that is killed: nothing more. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    void kill() {
        dead = true;
        registry.forget();
        throw new Killed();
    }

    boolean isDead() {
        return dead;
    }

    /** Whether it stands still, as a process that was sent SIGSTOP does. */
    boolean isPaused() {
        return paused;
    }

    void paused(boolean value) {
        paused = value;
    }

    /** Whether it cannot reach the registry. */
    boolean isCutOff() {
        return cutOff;
    }

    void cutOff(boolean value) {
        cutOff = value;
    }

    /** When the registry last answered it, as {@link Hazards#moment} counts. */
    long lastAnswer() {
        return lastAnswer;
    }

    /** Does what is due by now. */
    void work() {
        if (!dead && !paused) {
            timer.runAll();
        }
    }

    private void step() {
        if (dead) {
            throw new Killed();
        }
        hazards.at(this);
        if (dead) {
            throw new Killed();
        }
    }

    private final class Line implements SimulatedStore.Line {
        @Override
        public void before() {
            step();
            if (cutOff) {
                throw SimulatedStore.away();
            }
            lastAnswer = hazards.moment();
        }

        @Override
        public void after() {
            step();
            if (cutOff) {
                throw SimulatedStore.away();
            }
        }

        @Override
        public boolean hears() {
            return !dead && !paused && !cutOff;
        }
    }

    private final class Watched implements Provider, Scaling {
        private final FakeProvider platform;
        private final Scaling scaling;

        private Watched(FakeProvider platform) {
            this.platform = platform;
            scaling = platform.require(Scaling.class);
        }

        @Override
        public List<App> apps() {
            step();
            return platform.apps();
        }

        @Override
        public Optional<App> app(AppId id) {
            step();
            return platform.app(id);
        }

        @Override
        public Formation formation(AppId app) {
            step();
            return scaling.formation(app);
        }

        @Override
        public void start(AppId app, Formation formation) {
            scale(app, formation);
        }

        @Override
        public void stop(AppId app) {
            hazards.stopping(SimulatedProcess.this, app);
            scale(app, scaling.formation(app).zeroed());
        }

        @Override
        public void scale(AppId app, Formation changes) {
            step();
            if (cutOff) {
                // Half a start of which no intent tells cannot be told from what somebody wanted so.
                scaling.scale(app, changes);
                return;
            }
            changes.processes().forEach((type, scale) -> {
                scaling.scale(app, new Formation(Map.of(type, scale)));
                step();
            });
        }
    }

    /** Does at once what it is given. */
    private final class Inline extends AbstractExecutorService {
        private boolean ended;

        @Override
        public void execute(Runnable command) {
            if (dead) {
                throw new Killed();
            }
            if (ended) {
                throw new RejectedExecutionException("ended");
            }
            command.run();
        }

        @Override
        public void shutdown() {
            ended = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            ended = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return ended;
        }

        @Override
        public boolean isTerminated() {
            return ended;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
