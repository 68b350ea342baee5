package dev.pawse.local;

import dev.pawse.local.AppSpec.ProcessSpec;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Durations;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Processes.AppProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One app with its processes: brings what runs to what is asked for, and starts again what ended by itself. Safe for many
 * threads; nothing is waited for while its lock is held.
 */
final class RunningApp {
    private static final String WEB = "web";
    private static final Duration BIND_PATIENCE = Duration.ofSeconds(3);
    private static final int CANNOT_RUN = 126;

    private final AppSpec spec;
    private final Machine machine;
    private final Path script;
    private final AppVariables variables;
    private final LogFile log;
    private final Map<ProcessName, Phase> phases = new TreeMap<>();
    private Formation desired;
    private Formation usual;
    private boolean up;
    private boolean closed;

    RunningApp(AppSpec spec, Machine machine, Path script) {
        this.spec = spec;
        this.machine = machine;
        this.script = script;
        this.variables = new AppVariables(spec, machine.state());
        this.log = new LogFile(machine.state().log(spec.name()), machine.clock());
        this.desired = spec.usual().zeroed();
        this.usual = spec.usual();
    }

    /** What one process does; it has none while it neither runs nor has to. {@code crashes} counts those in a row. */
    private sealed interface Phase {
        record Live(Child child, int crashes, CompletableFuture<Void> end) implements Phase {}

        record Down(int exitCode, Instant startedAt, int crashes, Future<?> restart) implements Phase {}
    }

    /** Asks for the given quantities and leaves the others as they are. */
    synchronized void scale(Formation changes) {
        if (closed) {
            throw new PawseException(Reason.UNAVAILABLE, "Pawse is ending and starts nothing more");
        }
        spec.check(changes);
        if (desired.isZero()) {
            up = false;
        }
        desired = desired.with(changes);
        if (!desired.isZero()) {
            usual = desired;
        }
        reconcile();
    }

    /** Ends processes so that they start again; those that are down start at once. */
    synchronized void restart(@Nullable String processOrType) {
        List<ProcessName> meant = phases.keySet().stream()
                .filter(name -> processOrType == null || name.isMeantBy(processOrType))
                .toList();
        if (meant.isEmpty() && processOrType != null) {
            throw AppStatus.noProcess(spec, processOrType);
        }
        meant.forEach(name -> release(name, phases.get(name)));
        reconcile();
    }

    AppStatus status() {
        live().forEach(Child::look);
        synchronized (this) {
            return new AppStatus(state(), desired, usual, endpoints(), processes());
        }
    }

    /** Ends everything; what is told ends when all processes have. Nothing starts any more. */
    synchronized CompletableFuture<Void> close() {
        closed = true;
        CompletableFuture<?>[] ends = phases.values().stream()
                .flatMap(phase -> phase instanceof Phase.Live live ? Stream.of(live.end()) : Stream.of())
                .toArray(CompletableFuture<?>[]::new);
        List.copyOf(phases.keySet()).forEach(name -> release(name, phases.get(name)));
        return CompletableFuture.allOf(ends).whenComplete((done, failure) -> log.close());
    }

    private void reconcile() {
        if (closed) {
            return;
        }
        List.copyOf(phases.keySet()).stream()
                .filter(name -> !isWanted(name))
                .forEach(name -> release(name, phases.get(name)));
        desired.processes().forEach((type, scale) -> {
            for (int number = 1; number <= scale.quantity(); number++) {
                ProcessName name = new ProcessName(type, number);
                if (!phases.containsKey(name)) {
                    launch(name, 0);
                }
            }
        });
    }

    private void launch(ProcessName name, int crashes) {
        ProcessSpec process = Objects.requireNonNull(spec.processes().get(name.type()));
        Integer port = name.type().equals(WEB) ? machine.ports().take() : null;
        note(name, "Starting process with command `" + process.command() + "`");
        Instant now = machine.clock().instant();
        try {
            Child child = Child.start(
                    script,
                    spec.name() + "/" + name,
                    spec.directory(),
                    supervision(name, process, port),
                    port,
                    now,
                    line -> log.append(name.toString(), "app", line));
            CompletableFuture<Void> end =
                    child.exit().thenAcceptAsync(code -> ended(name, child, code), machine.timer());
            phases.put(name, new Phase.Live(child, crashes, end));
        } catch (PawseException e) {
            giveBack(port);
            fall(name, CANNOT_RUN, now, crashes + 1, e.message());
        }
    }

    private Supervision supervision(ProcessName name, ProcessSpec process, @Nullable Integer port) {
        Map<String, String> environment = new HashMap<>(variables.values());
        environment.put(Variables.PROCESS, name.toString());
        if (port != null) {
            environment.put(Variables.PORT, port.toString());
        }
        return new Supervision(process.command(), List.of(), environment, spec.stopTimeout(), false);
    }

    private synchronized void ended(ProcessName name, Child child, int code) {
        if (!(phases.get(name) instanceof Phase.Live live) || live.child() != child) {
            return;
        }
        phases.remove(name);
        giveBack(child.port());
        if (child.isStopping()) {
            note(name, "Process ended with status " + code);
            reconcile();
            return;
        }
        Duration ran = Duration.between(child.startedAt(), machine.clock().instant());
        int crashes = ran.compareTo(machine.delay().steady()) < 0 ? live.crashes() + 1 : 1;
        fall(name, code, child.startedAt(), crashes, "Process exited with status " + code);
    }

    private void fall(ProcessName name, int code, Instant startedAt, int crashes, String why) {
        Duration delay = machine.delay().after(crashes);
        note(name, why + "; it starts again in " + Durations.format(delay));
        Future<?> restart =
                machine.timer().schedule(() -> again(name, crashes), delay.toMillis(), TimeUnit.MILLISECONDS);
        phases.put(name, new Phase.Down(code, startedAt, crashes, restart));
    }

    private synchronized void again(ProcessName name, int crashes) {
        if (!closed && phases.get(name) instanceof Phase.Down down && down.crashes() == crashes) {
            launch(name, crashes);
        }
    }

    private void release(ProcessName name, @Nullable Phase phase) {
        if (phase instanceof Phase.Live live && !live.child().isStopping()) {
            note(name, "Stopping process with SIGTERM");
            live.child().stop();
        } else if (phase instanceof Phase.Down down) {
            down.restart().cancel(false);
            phases.remove(name);
        }
    }

    private AppState state() {
        if (desired.isZero()) {
            return liveNow().findAny().isPresent() ? AppState.STOPPING : AppState.STOPPED;
        }
        List<String> types = desired.processes().keySet().stream()
                .filter(type -> quantity(type) > 0)
                .toList();
        boolean crashed = types.stream().anyMatch(type -> runs(type).isEmpty() && isDown(type));
        if (crashed) {
            return AppState.CRASHED;
        }
        boolean all = types.stream().noneMatch(type -> runs(type).isEmpty());
        return all && (quantity(WEB) == 0 || answers()) ? AppState.RUNNING : AppState.STARTING;
    }

    /** At first all web processes must listen, so that they share the requests from the first on; later one will do. */
    private boolean answers() {
        List<Child> web = runs(WEB);
        boolean one = web.stream().anyMatch(child -> child.endpoint() != null);
        Instant patience = machine.clock().instant().minus(BIND_PATIENCE);
        boolean rest = web.stream()
                .allMatch(child -> child.endpoint() != null || child.startedAt().isBefore(patience));
        up |= one && rest;
        return one && up;
    }

    private List<URI> endpoints() {
        return runs(WEB).stream()
                .map(Child::endpoint)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private List<AppProcess> processes() {
        List<AppProcess> processes = new ArrayList<>();
        phases.forEach((name, phase) -> processes.add(process(name, phase)));
        return processes;
    }

    private AppProcess process(ProcessName name, Phase phase) {
        String command =
                Objects.requireNonNull(spec.processes().get(name.type())).command();
        if (phase instanceof Phase.Live live) {
            Child child = live.child();
            return new AppProcess(
                    name.toString(), name.type(), child.state(), command, null, null, child.startedAt(), null);
        }
        Phase.Down down = (Phase.Down) phase;
        return new AppProcess(
                name.toString(), name.type(), AppState.CRASHED, command, null, null, down.startedAt(), down.exitCode());
    }

    private List<Child> runs(String type) {
        return phases.entrySet().stream()
                .filter(entry -> entry.getKey().type().equals(type))
                .flatMap(entry -> entry.getValue() instanceof Phase.Live live ? Stream.of(live.child()) : Stream.of())
                .filter(child -> !child.isStopping())
                .toList();
    }

    private boolean isDown(String type) {
        return phases.entrySet().stream()
                .anyMatch(entry -> entry.getKey().type().equals(type) && entry.getValue() instanceof Phase.Down);
    }

    private synchronized List<Child> live() {
        return liveNow().toList();
    }

    private Stream<Child> liveNow() {
        return phases.values().stream()
                .flatMap(phase -> phase instanceof Phase.Live live ? Stream.of(live.child()) : Stream.of());
    }

    private boolean isWanted(ProcessName name) {
        return name.number() <= quantity(name.type());
    }

    private int quantity(String type) {
        Formation.Scale scale = desired.processes().get(type);
        return scale == null ? 0 : scale.quantity();
    }

    private void giveBack(@Nullable Integer port) {
        if (port != null) {
            machine.ports().giveBack(port);
        }
    }

    private void note(ProcessName name, String what) {
        log.append(name.toString(), "platform", what);
    }
}
