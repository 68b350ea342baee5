package dev.pawse.testkit;

import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Processes.AppProcess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What runs of one app of a {@link FakeProvider}, and what it is about to be. Safe for many threads. */
final class FakeRun {
    private static final int CRASHED = 1;

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<String, Instant> started = new TreeMap<>();
    private Duration bootTakes;
    private Duration stopTakes;
    private boolean bootFails;
    private Formation formation = Formation.empty();
    private AppState state = AppState.STOPPED;
    private boolean settling;
    private long settlesAt;
    private int starts;
    private int stops;

    FakeRun(Clock clock, Duration bootTakes, Duration stopTakes) {
        this.clock = clock;
        // A step of the wall clock makes nothing boot faster.
        this.nanoTime = clock instanceof ManualClock manual ? manual::nanoTime : System::nanoTime;
        this.bootTakes = bootTakes;
        this.stopTakes = stopTakes;
    }

    synchronized void bootTakes(Duration value) {
        bootTakes = value;
    }

    synchronized void stopTakes(Duration value) {
        stopTakes = value;
    }

    synchronized void bootFails(boolean value) {
        bootFails = value;
    }

    synchronized AppState state() {
        if (settling && nanoTime.getAsLong() - settlesAt >= 0) {
            settling = false;
            if (state == AppState.STARTING) {
                state = bootFails ? AppState.CRASHED : AppState.RUNNING;
            } else {
                state = AppState.STOPPED;
            }
        }
        return state;
    }

    synchronized Formation formation() {
        return formation;
    }

    synchronized int starts() {
        return starts;
    }

    synchronized int stops() {
        return stops;
    }

    /** Is this, at once. */
    synchronized void become(Formation wanted, AppState reached) {
        formation = wanted;
        started.clear();
        startMissing();
        state(reached);
    }

    /** Is in this state, at once and until something is asked of it. */
    synchronized void state(AppState reached) {
        state = reached;
        settling = false;
    }

    /** Is asked to run something else by hand. */
    synchronized void change(UnaryOperator<Formation> change) {
        boolean wasDown = isDown();
        boolean wasStopped = state() == AppState.STOPPED || state() == AppState.STOPPING;
        formation = change.apply(formation);
        if (formation.isZero()) {
            if (!wasStopped) {
                settle(AppState.STOPPING, stopTakes);
            }
            return;
        }
        if (wasDown) {
            started.clear();
            settle(AppState.STARTING, bootTakes);
        }
        startMissing();
    }

    /** Is asked to run something else through the provider: this counts. */
    synchronized void changeAsAsked(UnaryOperator<Formation> change) {
        boolean wasDown = isDown();
        boolean wasStopped = state() == AppState.STOPPED || state() == AppState.STOPPING;
        change(change);
        if (wasDown && !formation.isZero()) {
            starts++;
        }
        if (!wasStopped && formation.isZero()) {
            stops++;
        }
    }

    synchronized List<AppProcess> processes() {
        AppState now = state();
        if (now == AppState.STOPPED) {
            return List.of();
        }
        return started.entrySet().stream()
                .map(one -> process(one.getKey(), one.getValue(), now))
                .toList();
    }

    synchronized void restart(@Nullable String processOrType) {
        List<String> concerned = started.keySet().stream()
                .filter(name -> processOrType == null
                        || name.equals(processOrType)
                        || type(name).equals(processOrType))
                .toList();
        if (concerned.isEmpty() && processOrType != null) {
            throw new PawseException(Reason.NOT_FOUND, "there is no process " + processOrType);
        }
        concerned.forEach(name -> started.put(name, clock.instant()));
    }

    private boolean isDown() {
        return state() != AppState.RUNNING && state() != AppState.STARTING;
    }

    private void settle(AppState passing, Duration takes) {
        state = passing;
        settling = true;
        settlesAt = nanoTime.getAsLong() + takes.toNanos();
    }

    private void startMissing() {
        Map<String, Instant> wanted = new TreeMap<>();
        formation.processes().forEach((type, scale) -> {
            for (int number = 1; number <= scale.quantity(); number++) {
                String name = type + "." + number;
                wanted.put(name, started.getOrDefault(name, clock.instant()));
            }
        });
        started.clear();
        started.putAll(wanted);
    }

    private AppProcess process(String name, Instant since, AppState now) {
        Scale scale = formation.processes().get(type(name));
        return new AppProcess(
                name,
                type(name),
                now,
                "./run " + type(name),
                scale == null ? null : scale.size(),
                null,
                since,
                now == AppState.CRASHED ? CRASHED : null);
    }

    private static String type(String process) {
        return process.substring(0, process.lastIndexOf('.'));
    }
}
