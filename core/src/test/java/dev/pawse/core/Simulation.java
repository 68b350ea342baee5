package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.core.SimulatedProcess.Killed;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.ManualClock;
import dev.pawse.testkit.Operation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Three processes before three apps, on one thread and by one clock, so that a seed tells everything that happens. Between two calls of a
 * process others act, or it dies, stands still or loses an answer.
 */
final class Simulation implements SimulatedProcess.Hazards {
    private static final Duration MAX_IDLE = Duration.ofSeconds(60);
    private static final Duration BEAT = Duration.ofMillis(500);
    private static final Duration SWEEP = Duration.ofSeconds(10);
    private static final int STORY = 60;

    private final Random random;
    private final ManualClock clock = ManualClock.create();
    private final FakeProvider platform = Engine.platform(clock);
    private final SimulatedStore store = new SimulatedStore(clock);
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private final UseLog uses = new UseLog(clock, MAX_IDLE);
    private final Map<AppId, Formation> expected = new HashMap<>();
    private final Deque<String> story = new ArrayDeque<>();
    private long moment;
    private long sweptNanos;
    private boolean calm = true;
    private boolean inHazard;
    private int born;
    private int stops;
    private int deaths;

    Simulation(long seed) {
        random = new Random(seed);
        add("shop", Map.of("web", 2, "worker", 1));
        add("stock", Map.of("web", 1));
        add("admin", Map.of("web", 3, "worker", 2, "cron", 0));
        sweptNanos = clock.nanoTime();
        for (int i = 0; i < 3; i++) {
            begin();
        }
        calm = false;
    }

    private void add(String name, Map<String, Integer> quantities) {
        expected.put(new AppId("test", name), Formation.of(quantities));
        platform.add(name)
                .formation(quantities)
                .bootTakes(Duration.ofSeconds(2))
                .stopTakes(Duration.ofSeconds(1));
    }

    /** One thing happens. */
    void step() {
        int dice = random.nextInt(1000);
        if (dice < 300) {
            request(anyProcess(), anyApp());
        } else if (dice < 560) {
            uses.any(random).ifPresent(this::end);
        } else if (dice < 760) {
            pass(Duration.ofMillis(200 + random.nextInt(3000)));
        } else if (dice < 850) {
            pass(Duration.ofSeconds(5 + random.nextInt(60)));
        } else if (dice < 910) {
            SimulatedProcess process = anyProcess();
            tell(process.name + " sweeps");
            guard(process, process.pawse::sweep);
        } else if (dice < 930) {
            fault();
        } else if (dice < 950) {
            SimulatedProcess process = anyProcess();
            process.cutOff(!process.isCutOff());
            tell(process.name + (process.isCutOff() ? " is cut off" : " reaches the registry again"));
            uses.troubled(process);
        } else if (dice < 965) {
            pause(anyProcess());
        } else if (dice < 975) {
            Duration change = Duration.ofHours(random.nextBoolean() ? 2 : -2);
            tell("the wall clock is set by " + change);
            clock.step(change);
        } else if (dice < 983) {
            byHand(anyApp());
        } else if (dice < 985) {
            lose();
        } else if (dice < 993) {
            SimulatedProcess process = anyProcess();
            guard(process, process::kill);
        } else {
            tell("the platform is well again");
            platform.faults().heal();
        }
        uses.checkWaiters();
    }

    /** Everything heals; what was begun must come to its end, and every app must come back as it was. */
    void settle() {
        tell("everything heals");
        calm = true;
        platform.faults().heal();
        for (SimulatedProcess process : processes) {
            process.cutOff(false);
            process.paused(false);
        }
        uses.all().forEach(this::end);
        pass(Duration.ofSeconds(100));
        assertThat(store.entries())
                .as("open intents")
                .noneMatch(entry -> entry.stage() == Stage.RESTING || entry.stage() == Stage.WAKING);
        for (AppId app : expected.keySet().stream().sorted().toList()) {
            request(anyProcess(), app);
        }
        pass(Duration.ofSeconds(20));
        expected.forEach((app, formation) -> {
            assertThat(platform.fake(app.name()).formation())
                    .as("what runs of " + app)
                    .isEqualTo(formation);
            assertThat(seen(app)).as("the state of " + app).isEqualTo(AppState.RUNNING);
        });
        uses.all()
                .forEach(use ->
                        assertThat(use.isServed()).as("%s is served", use).isTrue());
        processes.forEach(process -> process.registry
                .usage()
                .forEach((app, usage) ->
                        assertThat(usage.inFlight()).as("in flight at " + app).isNotNegative()));
        uses.all().forEach(this::end);
        calm = false;
    }

    /** What happened last, for whoever reads a failure. */
    String story() {
        return String.join("\n", story);
    }

    int stops() {
        return stops;
    }

    int deaths() {
        return deaths;
    }

    @Override
    public void at(SimulatedProcess process) {
        moment++;
        if (calm || inHazard) {
            return;
        }
        inHazard = true;
        try {
            int dice = random.nextInt(1000);
            if (dice < 1) {
                tell(process.name + " dies between two calls");
                deaths++;
                process.kill();
            } else if (dice < 20) {
                request(other(process), anyApp());
            } else if (dice < 35) {
                uses.any(random).ifPresent(this::end);
            } else if (dice < 36) {
                pause(process);
            } else if (dice < 38) {
                tell(process.name + " loses an answer");
                process.cutOff(true);
                uses.troubled(process);
            }
        } finally {
            inHazard = false;
        }
    }

    @Override
    public void stopping(SimulatedProcess process, AppId app) {
        stops++;
        tell(process.name + " stops " + app);
        uses.checkStop(process, app, store.wasLostWithin(MAX_IDLE));
    }

    @Override
    public long moment() {
        return moment;
    }

    @Override
    public double chance() {
        return random.nextDouble();
    }

    private void begin() {
        String name = "p" + ++born;
        SimulatedProcess process = new SimulatedProcess(name, clock, platform, store, MAX_IDLE, this);
        processes.add(process);
        tell(name + " begins");
        guard(process, process.pawse::start);
    }

    private void request(SimulatedProcess process, AppId app) {
        if (process.isPaused() || process.isDead()) {
            return;
        }
        guard(process, () -> {
            Activity.Use use = process.pawse.activity().begin(app);
            App awake = process.pawse.lifecycle().awake(app);
            if (awake != null && seen(app) != AppState.RUNNING) {
                process.pawse.lifecycle().doubt(app);
                awake = null;
            }
            UseLog.Open open = uses.begin(process, app, use, moment, awake != null);
            tell(open.toString());
            if (awake == null) {
                open.waitsFor(process.pawse.lifecycle().wake(app).toCompletableFuture());
            }
        });
    }

    private void end(UseLog.Open open) {
        tell(open + " ends");
        uses.end(open);
    }

    /** Time goes by, for everybody that does not stand still. */
    private void pass(Duration time) {
        tell(time.toMillis() + " ms pass");
        for (long left = time.toMillis(); left > 0; left -= BEAT.toMillis()) {
            clock.advance(Duration.ofMillis(Math.min(left, BEAT.toMillis())));
            boolean sweeps = clock.nanoTime() - sweptNanos > SWEEP.toNanos();
            sweptNanos = sweeps ? clock.nanoTime() : sweptNanos;
            for (SimulatedProcess process : List.copyOf(processes)) {
                guard(process, process::work);
                if (sweeps && !process.isPaused() && !process.isDead()) {
                    guard(process, process.pawse::sweep);
                }
            }
        }
    }

    private void pause(SimulatedProcess process) {
        if (process.isPaused()) {
            return;
        }
        Duration time = Duration.ofSeconds(1 + random.nextInt(60));
        tell(process.name + " stands still for " + time.toSeconds() + " s");
        process.paused(true);
        uses.troubled(process);
        pass(time);
        process.paused(false);
        uses.troubled(process);
        tell(process.name + " goes on");
    }

    private void fault() {
        Operation operation = List.of(Operation.SCALE, Operation.APP, Operation.APPS, Operation.FORMATION)
                .get(random.nextInt(4));
        Reason reason =
                List.of(Reason.UNAVAILABLE, Reason.TIMEOUT, Reason.RATE_LIMITED).get(random.nextInt(3));
        int times = 1 + random.nextInt(4);
        tell("the platform fails " + times + " x " + operation + " with " + reason);
        if (random.nextBoolean()) {
            platform.faults().on(operation).failNext(times, reason);
        } else {
            platform.faults()
                    .on(operation)
                    .loseAnswers(times, new dev.pawse.spi.PawseException(Reason.TIMEOUT, "the answer is lost"));
        }
    }

    /** Somebody scales an app with the platform's own tools while nothing is under way. */
    private void byHand(AppId app) {
        boolean underWay = store.entries().stream()
                        .anyMatch(entry -> entry.stage() == Stage.RESTING || entry.stage() == Stage.WAKING)
                || processes.stream()
                        .anyMatch(process -> process.pawse.lifecycle().isUnderWay(app));
        if (underWay || seen(app) != AppState.RUNNING || processes.stream().anyMatch(SimulatedProcess::isPaused)) {
            return;
        }
        Formation now = platform.fake(app.name()).formation();
        Formation wanted = now.with(Formation.of(Map.of("web", 1 + random.nextInt(4))));
        if (!now.equals(expected.get(app))) {
            return;
        }
        tell("somebody scales " + app + " to " + wanted);
        platform.fake(app.name()).formation(wanted);
        expected.put(app, wanted);
        calmly(() -> processes.forEach(process -> guard(process, process.pawse::sweep)));
    }

    private void calmly(Runnable action) {
        boolean before = calm;
        calm = true;
        try {
            action.run();
        } finally {
            calm = before;
        }
    }

    private void lose() {
        Predicate<SimulatedProcess> connected =
                process -> !process.isCutOff() && !process.isPaused() && !process.isDead();
        List<SimulatedProcess> there = processes.stream().filter(connected).toList();
        if (there.isEmpty()) {
            return;
        }
        calmly(() -> {
            there.forEach(process -> guard(process, process.pawse::sweep));
            tell("the registry loses everything");
            store.lose();
            there.forEach(process -> guard(process, process.pawse::sweep));
        });
    }

    private void guard(SimulatedProcess process, Runnable action) {
        try {
            action.run();
        } catch (Killed e) {
            if (!process.isDead()) {
                throw e;
            }
        }
        if (process.isDead() && processes.remove(process)) {
            tell(process.name + " is dead");
            uses.died(process);
            boolean before = inHazard;
            inHazard = true;
            begin();
            inHazard = before;
        }
    }

    private AppState seen(AppId app) {
        return platform.fake(app.name()).state();
    }

    private SimulatedProcess anyProcess() {
        return processes.get(random.nextInt(processes.size()));
    }

    private SimulatedProcess other(SimulatedProcess process) {
        List<SimulatedProcess> others =
                processes.stream().filter(one -> one != process).toList();
        return others.isEmpty() ? process : others.get(random.nextInt(others.size()));
    }

    private AppId anyApp() {
        List<AppId> apps = expected.keySet().stream().sorted().toList();
        return apps.get(random.nextInt(apps.size()));
    }

    private void tell(String what) {
        if (story.size() == STORY) {
            story.removeFirst();
        }
        story.addLast(moment + ": " + what);
    }
}
