package dev.pawse.clever.fake;

import dev.pawse.spi.Formation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One app as the platform has it. What takes its time is brought up to date whenever somebody looks. Safe for many threads.
 */
final class HostedApp {
    static final List<String> SIZES = List.of("pico", "nano", "XS", "S", "M", "L", "XL", "2XL", "3XL");
    static final int MOST_INSTANCES = 40;
    private static final Duration UNLISTED = Duration.ofMillis(30);
    private static final Duration SHUTDOWN = Duration.ofMillis(40);

    final String id = "app_" + UUID.randomUUID();
    final Instant created;
    private final Clock clock;
    final AppLog log = new AppLog();
    final AppPort port;
    private final String owner;
    private final Supplier<Duration> bootTime;
    private final List<Rollout> rollouts = new ArrayList<>();
    private final List<Machine> machines = new ArrayList<>();
    private final Set<String> vhosts = new LinkedHashSet<>();
    private final Map<String, String> env = new TreeMap<>();
    private final List<Database> databases = new ArrayList<>();
    private String name;
    private String state = "SHOULD_BE_DOWN";
    private String lifetime = "REGULAR";
    private @Nullable String commit = commitOf(1);
    private int minInstances = 1;
    private int maxInstances = 1;
    private String minFlavor = "XS";
    private String maxFlavor = "XS";
    private boolean homogeneous;
    private boolean bootFails;
    private long numbers;
    private int starts;

    HostedApp(String name, String owner, Clock clock, Supplier<Duration> bootTime) {
        this.clock = clock;
        created = clock.instant();
        this.name = name;
        this.owner = owner;
        this.bootTime = bootTime;
        port = AppPort.open(this);
        vhosts.add(id.replace('_', '-') + ".cleverapps.io/");
        vhosts.add("127.0.0.1:" + port.number() + "/");
    }

    static String commitOf(long number) {
        return String.format(Locale.ROOT, "%040x", number * 0x1f3d5b79a2c4e6L + 0x0a1b2c3d4e5f60L);
    }

    // What the API does.

    synchronized Rollout deploy(@Nullable String wanted, String cause) {
        settle();
        if (openDeploy()) {
            throw new Refusal(409, 4009, "A deployment is already in progress for this application");
        }
        if (commit == null) {
            throw new Refusal(400, 2008, "There is nothing to deploy: push some code first");
        }
        if (wanted != null) {
            if (!wanted.matches("[0-9a-f]{40}")) {
                throw new Refusal(400, 2009, "The commit " + wanted + " is not known");
            }
            commit = wanted;
        }
        boolean rested = !state.equals("SHOULD_BE_UP");
        if (rested && !state.equals("WANTS_TO_BE_UP")) {
            starts++;
            state = "WANTS_TO_BE_UP";
        }
        Rollout rollout = begin("DEPLOY", cause, bootTime.get());
        if (homogeneous) {
            shutDown(machine -> true);
        }
        addMachines(rollout, 0, minInstances);
        return rollout;
    }

    synchronized void undeploy() {
        settle();
        state = "SHOULD_BE_DOWN";
        shutDown(machine -> !machine.rollout.isOpen());
        Rollout rollout = begin("UNDEPLOY", "Console", Duration.ZERO);
        rollout.end("OK", clock.instant());
        log("Application stopped", null, rollout, "bas-deploy");
    }

    synchronized void cancel(String deployment) {
        settle();
        Rollout rollout = rollout(deployment);
        if (!rollout.isOpen()) {
            throw new Refusal(400, 4030, "The deployment is over");
        }
        rollout.end("CANCELLED", clock.instant());
        shutDown(machine -> machine.rollout.equals(rollout));
        log("Deployment cancelled", null, rollout, "bas-deploy");
    }

    synchronized void scale(
            @Nullable Integer least, @Nullable Integer most, @Nullable String from, @Nullable String to) {
        settle();
        int newLeast = least == null ? minInstances : least;
        int newMost = most == null ? maxInstances : most;
        String newFrom = from == null ? minFlavor : from;
        String newTo = to == null ? maxFlavor : to;
        if (newLeast < 1 || newMost > MOST_INSTANCES || newLeast > newMost) {
            throw new Refusal(
                    400, 4012, "minInstances must be from 1 to maxInstances, and that " + MOST_INSTANCES + " at most");
        }
        if (!SIZES.contains(newFrom) || !SIZES.contains(newTo) || SIZES.indexOf(newFrom) > SIZES.indexOf(newTo)) {
            throw new Refusal(400, 4013, "minFlavor must be one of " + SIZES + " and not above maxFlavor");
        }
        boolean larger = newLeast > minInstances;
        boolean smaller = newLeast < minInstances;
        boolean other = !newFrom.equals(minFlavor);
        int before = minInstances;
        minInstances = newLeast;
        maxInstances = newMost;
        minFlavor = newFrom;
        maxFlavor = newTo;
        if (!state.equals("SHOULD_BE_UP") || openDeploy()) {
            return;
        }
        if (other) {
            addMachines(begin("REPLACE", "Scaling", bootTime.get()), 0, minInstances);
        } else if (larger) {
            addMachines(begin("UPSCALE", "Scaling", bootTime.get()), before, minInstances);
        } else if (smaller) {
            begin("DOWNSCALE", "Scaling", Duration.ZERO).end("OK", clock.instant());
            shutDown(machine -> machine.number >= minInstances);
        }
    }

    // What takes its time.

    private void settle() {
        Instant now = clock.instant();
        for (Rollout rollout : List.copyOf(rollouts)) {
            if (rollout.isOpen() && !rollout.ends.isAfter(now)) {
                finish(rollout, now);
            }
        }
        machines.removeIf(machine -> !machine.goneAt.isAfter(now));
    }

    private void finish(Rollout rollout, Instant now) {
        if (bootFails && rollout.action.equals("DEPLOY")) {
            rollout.end("FAIL", now);
            shutDown(machine -> machine.rollout.equals(rollout));
            log("Deploy failed in 0 minutes and 1 seconds", null, rollout, "bas-deploy");
            return;
        }
        rollout.end("OK", now);
        if (!rollout.action.equals("UPSCALE")) {
            shutDown(machine -> !machine.rollout.equals(rollout));
        }
        // Also after a stop in between: a deployment that nobody cancels brings the app back.
        state = "SHOULD_BE_UP";
        machines.stream().filter(machine -> machine.rollout.equals(rollout)).forEach(machine -> machine.state = "UP");
        log("Successfully deployed in 0 minutes and 1 seconds", null, rollout, "bas-deploy");
    }

    private Rollout begin(String action, String cause, Duration takes) {
        Instant now = clock.instant();
        Rollout rollout = new Rollout(
                ++numbers, action, cause, commit, minInstances, now, now.plus(unlisted(cause)), now.plus(takes));
        rollouts.add(0, rollout);
        return rollout;
    }

    /** What was asked for through the API is not listed at once. */
    private static Duration unlisted(String cause) {
        return cause.equals("Console") ? UNLISTED : Duration.ZERO;
    }

    private void addMachines(Rollout rollout, int from, int to) {
        for (int number = from; number < to; number++) {
            machines.add(new Machine(rollout, number, minFlavor, rollout.began));
        }
        log("Deploying " + (commit == null ? "" : commit), null, rollout, "bas-deploy");
    }

    private void shutDown(java.util.function.Predicate<Machine> which) {
        Instant gone = clock.instant().plus(SHUTDOWN);
        for (Machine machine : machines) {
            if (which.test(machine) && !machine.state.equals("STOPPING")) {
                machine.state = "STOPPING";
                machine.goneAt = gone;
            }
        }
    }

    private boolean openDeploy() {
        return rollouts.stream().anyMatch(rollout -> rollout.isOpen() && !rollout.action.equals("UNDEPLOY"));
    }

    // What people and the platform do besides the API.

    /** Somebody scales it; it is there at once. */
    synchronized void become(Formation formation) {
        settle();
        Formation.Scale web = formation.processes().getOrDefault("web", Formation.Scale.of(0));
        if (web.size() != null) {
            minFlavor = web.size();
            maxFlavor = web.size();
        }
        rollouts.stream().filter(Rollout::isOpen).forEach(rollout -> rollout.end("CANCELLED", clock.instant()));
        machines.clear();
        if (web.quantity() == 0) {
            state = "SHOULD_BE_DOWN";
            begin("UNDEPLOY", "Console", Duration.ZERO).end("OK", clock.instant());
            return;
        }
        minInstances = web.quantity();
        maxInstances = web.quantity();
        Rollout rollout = begin("DEPLOY", "Console", Duration.ZERO);
        addMachines(rollout, 0, minInstances);
        finish(rollout, clock.instant());
    }

    /** Somebody pushes code, which is deployed until {@link #endPush}. */
    synchronized Rollout beginPush() {
        settle();
        rollouts.stream().filter(Rollout::isOpen).forEach(rollout -> rollout.end("CANCELLED", clock.instant()));
        commit = commitOf(numbers + 2);
        return begin("DEPLOY", "Git", Duration.ofDays(1));
    }

    synchronized void endPush(String deployment, String how) {
        Rollout rollout = rollout(deployment);
        Instant now = clock.instant();
        if (how.equals("OK")) {
            machines.clear();
            addMachines(rollout, 0, minInstances);
            finish(rollout, now);
        } else {
            rollout.end(how, now);
        }
    }

    synchronized void bootFails(boolean value) {
        bootFails = value;
    }

    synchronized void state(String value) {
        state = value;
    }

    synchronized void lifetime(String value) {
        lifetime = value;
    }

    synchronized void homogeneous(boolean value) {
        homogeneous = value;
    }

    synchronized void autoscale(int most, String largest) {
        maxInstances = most;
        maxFlavor = largest;
    }

    synchronized void neverPushed() {
        commit = null;
    }

    synchronized void loseMachines() {
        machines.clear();
    }

    synchronized void rename(String value) {
        name = value;
    }

    synchronized void addVhost(String fqdn) {
        vhosts.add(fqdn.contains("/") ? fqdn : fqdn + "/");
    }

    synchronized void removeVhost(String fqdn) {
        if (!vhosts.remove(fqdn) && !vhosts.remove(fqdn + "/")) {
            throw Refusal.notFound("vhost");
        }
    }

    synchronized void write(String line) {
        settle();
        Machine machine = machines.stream()
                .filter(Machine::isUp)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " has no machine that runs"));
        log(line, machine.id, machine.rollout, "bas");
    }

    synchronized void writeBuild(String deployment, String line) {
        log(line, null, rollout(deployment), "bas-deploy");
    }

    // What can be seen.

    String owner() {
        return owner;
    }

    synchronized String name() {
        return name;
    }

    synchronized String state() {
        settle();
        return state;
    }

    synchronized @Nullable String commit() {
        return commit;
    }

    synchronized String lifetime() {
        return lifetime;
    }

    synchronized boolean homogeneous() {
        return homogeneous;
    }

    synchronized int minInstances() {
        return minInstances;
    }

    synchronized int maxInstances() {
        return maxInstances;
    }

    synchronized String minFlavor() {
        return minFlavor;
    }

    synchronized String maxFlavor() {
        return maxFlavor;
    }

    synchronized List<String> vhosts() {
        return List.copyOf(vhosts);
    }

    synchronized int starts() {
        return starts;
    }

    synchronized Formation formation() {
        settle();
        boolean asked = state.equals("SHOULD_BE_UP") || state.equals("WANTS_TO_BE_UP");
        return new Formation(Map.of("web", new Formation.Scale(asked ? minInstances : 0, minFlavor)));
    }

    synchronized List<Machine> machines() {
        settle();
        return List.copyOf(machines);
    }

    synchronized boolean isUp() {
        settle();
        return machines.stream().anyMatch(Machine::isUp);
    }

    /** Those that are listed: a new one is not at once. */
    synchronized List<Rollout> rollouts() {
        settle();
        Instant now = clock.instant();
        return rollouts.stream()
                .filter(rollout -> !rollout.isOpen() || !rollout.visible.isAfter(now))
                .toList();
    }

    synchronized Rollout rollout(String uuid) {
        return rollouts.stream()
                .filter(rollout -> rollout.uuid.equals(uuid))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("deployment"));
    }

    synchronized Map<String, String> env() {
        return new TreeMap<>(env);
    }

    synchronized void env(Map<String, String> whole) {
        env.clear();
        env.putAll(whole);
    }

    synchronized void setEnv(String variable, String value) {
        env.put(variable, value);
    }

    synchronized void unsetEnv(String variable) {
        env.remove(variable);
    }

    synchronized void add(Database database) {
        databases.add(database);
    }

    synchronized List<Database> databases() {
        return List.copyOf(databases);
    }

    void close() {
        port.close();
    }

    private void log(String message, @Nullable String machine, Rollout rollout, String service) {
        log.write(clock.instant(), message, machine, rollout.uuid, service);
    }
}
