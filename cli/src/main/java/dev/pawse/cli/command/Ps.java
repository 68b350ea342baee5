package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Target;
import dev.pawse.cli.Text;
import dev.pawse.cli.Watch;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Durations;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Processes.AppProcess;
import dev.pawse.spi.capability.Scaling;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse ps}: an app's processes, by type. That none runs is no error. */
@Command(footer = {"pawse ps -a shop", "pawse ps web -a shop --json", "pawse ps --watch -a shop"})
public final class Ps implements Action {
    @Parameters(arity = "0..*", paramLabel = "[TYPE...]", description = "Only these process types.")
    List<String> types = List.of();

    @Option(names = "--all", description = "Also those that have ended.")
    boolean all;

    @Option(
            names = {"-w", "--watch"},
            description = "Go on and show what changes, until Ctrl-C or --timeout.")
    boolean watch;

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        if (watch) {
            new Watch(session, session.timeout()).holds(new Watcher(session, target));
            return ExitCode.OK;
        }
        List<AppProcess> processes = read(target);
        if (session.out().isHuman()) {
            session.out().lines(lines(session, target, processes));
        } else {
            session.out().each(processes.stream().map(Ps::json).toList());
        }
        return ExitCode.OK;
    }

    private List<AppProcess> read(Target target) {
        return target.require(Processes.class).processes(target.id()).stream()
                .filter(process -> types.isEmpty() || types.contains(process.type()))
                .filter(process -> all || process.state() != AppState.STOPPED)
                .toList();
    }

    private List<String> lines(Session session, Target target, List<AppProcess> processes) {
        Formation formation = target.provider()
                .capability(Scaling.class)
                .map(scaling -> scaling.formation(target.id()))
                .orElse(Formation.empty());
        refuseUnknownTypes(formation, processes);
        return lines(session, target, processes, formation);
    }

    /** Looks again and again: a screen that changes in place on a terminal, else a line for each change. */
    private final class Watcher implements BooleanSupplier {
        private final Session session;
        private final Target target;
        private final DateTimeFormatter time = LogPrinter.time("HH:mm:ss", ZoneId.systemDefault());
        private Map<String, AppProcess> seen = Map.of();

        private Watcher(Session session, Target target) {
            this.session = session;
            this.target = target;
        }

        @Override
        public boolean getAsBoolean() {
            List<AppProcess> now = read(target);
            if (session.canRedraw()) {
                session.out().redraw(lines(session, target, now));
                return false;
            }
            Map<String, AppProcess> known = new TreeMap<>();
            now.forEach(process -> known.put(process.name(), process));
            known.forEach((name, process) -> {
                AppProcess old = seen.get(name);
                if (!process.equals(old)) {
                    tell(old == null ? "appeared" : "changed", process);
                }
            });
            seen.forEach((name, process) -> {
                if (!known.containsKey(name)) {
                    tell("gone", process);
                }
            });
            seen = known;
            return false;
        }

        private void tell(String event, AppProcess process) {
            Instant now = session.world().clock().instant();
            Map<String, @Nullable Object> json = Json.object("ts", now, "event", event);
            json.putAll(json(process));
            String what = event.equals("gone") ? event : process.state().label();
            session.out().next(LogPrinter.said(session, time, now, process.name(), what), json);
        }
    }

    private void refuseUnknownTypes(Formation formation, List<AppProcess> processes) {
        for (String type : types) {
            if (!formation.processes().containsKey(type)
                    && processes.stream().noneMatch(process -> process.type().equals(type))) {
                throw new PawseException(Reason.NOT_FOUND, "there is no process type " + type);
            }
        }
    }

    private static List<String> lines(Session session, Target target, List<AppProcess> processes, Formation formation) {
        if (processes.isEmpty()) {
            return List.of(
                    target.id().name() + " sleeps: no process runs. A request through the proxy or \"pawse start "
                            + target.flag() + "\" wakes it.");
        }
        Map<String, List<AppProcess>> byType = new TreeMap<>();
        processes.forEach(process -> byType.computeIfAbsent(process.type(), type -> new ArrayList<>())
                .add(process));
        List<String> lines = new ArrayList<>();
        byType.forEach((type, members) -> {
            long running = members.stream()
                    .filter(process -> process.state() == AppState.RUNNING)
                    .count();
            Formation.Scale asked = formation.processes().get(type);
            String command = members.get(0).command();
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(session.out().styled("=== " + type, Style.BOLD) + " (" + running + "/"
                    + (asked == null ? members.size() : asked.quantity()) + ")"
                    + (command == null ? "" : ": " + Text.line(command)));
            int width = members.stream()
                    .mapToInt(member -> member.name().length())
                    .max()
                    .orElse(0);
            members.forEach(member -> lines.add(line(session, member, width)));
        });
        return lines;
    }

    private static String line(Session session, AppProcess process, int width) {
        StringBuilder line = new StringBuilder(process.name());
        line.append(" ".repeat(width - process.name().length() + 2));
        line.append(session.out().styled(process.state().label(), Style.of(process.state())));
        if (process.size() != null) {
            line.append("  ").append(process.size());
        }
        if (process.release() != null) {
            line.append("  ").append(process.release());
        }
        Instant started = process.startedAt();
        if (started != null && process.exitCode() == null) {
            Duration up = Duration.between(started, session.world().clock().instant());
            line.append("  up ").append(Durations.format(Duration.ofSeconds(Math.max(0, up.toSeconds()))));
        }
        if (process.exitCode() != null) {
            line.append("  exit ").append(process.exitCode());
        }
        return line.toString();
    }

    private static Map<String, @Nullable Object> json(AppProcess process) {
        return Json.object(
                "name", process.name(),
                "type", process.type(),
                "id", process.name(),
                "state", process.state(),
                "health", null,
                "command", process.command(),
                "image", null,
                "release", process.release(),
                "size",
                        process.size() == null
                                ? null
                                : Json.object("name", process.size(), "cpu", null, "memoryBytes", null),
                "startedAt", process.startedAt(),
                "exitCode", process.exitCode(),
                "stopReason", null,
                "containers", List.of());
    }
}
