package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Who uses which app in a {@link Simulation}, and whether an app may be stopped by what the processes could know of it. */
final class UseLog {
    /** Use is told once a second; a beat of the simulation is half of one. */
    private static final Duration TELLING = Duration.ofSeconds(2);
    /** A wake may take 120 s, and as much again where it had to wait for a stop. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(250);

    private final ManualClock clock;
    private final Duration maxIdle;
    private final List<Open> open = new ArrayList<>();
    private final List<Ended> ended = new ArrayList<>();
    private final Map<SimulatedProcess, Long> trouble = new HashMap<>();
    private int count;

    UseLog(ManualClock clock, Duration maxIdle) {
        this.clock = clock;
        this.maxIdle = maxIdle;
    }

    Open begin(SimulatedProcess process, AppId app, Activity.Use use, long moment, boolean forwarded) {
        Open begun = new Open(++count, process, app, use, clock.nanoTime(), moment, forwarded);
        open.add(begun);
        return begun;
    }

    List<Open> all() {
        return List.copyOf(open);
    }

    Optional<Open> any(Random random) {
        return open.isEmpty() ? Optional.empty() : Optional.of(open.get(random.nextInt(open.size())));
    }

    void end(Open use) {
        if (open.remove(use)) {
            use.use.end();
            ended.add(new Ended(use, clock.nanoTime()));
        }
    }

    /** A process stands still, is cut off, or is neither any more: what it should have told may be late. */
    void troubled(SimulatedProcess process) {
        trouble.put(process, clock.nanoTime());
    }

    /** A process was killed: what it told of its uses counts until then. */
    void died(SimulatedProcess process) {
        for (Open use : all()) {
            if (use.process == process) {
                open.remove(use);
                ended.add(new Ended(use, process.registry.toldNanos()));
            }
        }
    }

    /** Fails when somebody waits longer than anybody should. */
    void checkWaiters() {
        long now = clock.nanoTime();
        for (Open use : open) {
            long since = Math.max(use.beganNanos, trouble.getOrDefault(use.process, use.beganNanos));
            boolean waits = use.waiter != null && !use.waiter.isDone();
            assertThat(waits && now - since > LONGEST_WAIT.toNanos())
                    .as("%s waits without end", use)
                    .isFalse();
        }
        ended.removeIf(use -> now - use.endNanos > maxIdle.multipliedBy(3).toNanos());
    }

    /** Fails when an app is stopped that who stops it could know to be in use. */
    void checkStop(SimulatedProcess stopper, AppId app, boolean lost) {
        long now = clock.nanoTime();
        for (Open use : open) {
            if (use.app.equals(app)) {
                assertThat(mayBeUnknown(use, stopper, now))
                        .as("%s stops %s, known to be in use: %s", stopper.name, app, use)
                        .isTrue();
            }
        }
        for (Ended use : ended) {
            boolean told = use.use.process == stopper || use.use.process.registry.toldNanos() - use.endNanos > 0;
            if (use.use.app.equals(app) && told && !lost) {
                assertThat(Duration.ofNanos(now - use.endNanos))
                        .as("%s stops %s, its idle time after %s", stopper.name, app, use.use)
                        .isGreaterThan(maxIdle.minus(TELLING));
            }
        }
    }

    private boolean mayBeUnknown(Open use, SimulatedProcess stopper, long now) {
        if (use.process == stopper) {
            return false;
        }
        boolean silent = use.process.isPaused()
                || use.process.isCutOff()
                || now - trouble.getOrDefault(use.process, now - TELLING.toNanos()) < TELLING.toNanos();
        if (silent) {
            return true;
        }
        boolean told = use.process.registry.toldNanos() - use.beganNanos > 0;
        boolean couldObject = use.forwarded && use.moment < stopper.lastAnswer();
        return !told && !couldObject;
    }

    private record Ended(Open use, long endNanos) {}

    /** One request that has begun. */
    static final class Open {
        private final int number;
        private final SimulatedProcess process;
        private final AppId app;
        private final Activity.Use use;
        private final long beganNanos;
        private final long moment;
        private final boolean forwarded;
        private @Nullable CompletableFuture<App> waiter;

        private Open(
                int number,
                SimulatedProcess process,
                AppId app,
                Activity.Use use,
                long beganNanos,
                long moment,
                boolean forwarded) {
            this.number = number;
            this.process = process;
            this.app = app;
            this.use = use;
            this.beganNanos = beganNanos;
            this.moment = moment;
            this.forwarded = forwarded;
        }

        void waitsFor(CompletableFuture<App> value) {
            waiter = value;
        }

        boolean isServed() {
            return forwarded || (waiter != null && waiter.isDone() && !waiter.isCompletedExceptionally());
        }

        @Override
        public String toString() {
            return "request " + number + " for " + app + " at " + process.name
                    + (forwarded ? " (forwarded)" : " (held)");
        }
    }
}
