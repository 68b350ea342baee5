package dev.pawse.core;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Hook;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the shell commands that the user configured. The command is passed to {@code /bin/sh -c} as it was written; the app's facts
 * come as environment variables ({@code PAWSE_APP}, {@code PAWSE_HOOK} and others) and as JSON on standard input, never as part of it.
 *
 * <p>A command has done its work when it ends with 0; with 75 before a stop it says that the app must stay awake; everything else, its
 * time limit included, is a failure. Its output goes to the log. Safe for many threads; a few commands run at once, others wait.
 */
public final class ShellHook implements Hook {
    private static final Logger LOG = LoggerFactory.getLogger(ShellHook.class);
    // EX_TEMPFAIL of sysexits.h: not now, ask again.
    private static final int NOT_NOW = 75;
    private static final int LONGEST_REASON = 200;

    private final String name;
    private final BiFunction<Point, AppId, @Nullable HookCommand> commands;
    private final Function<AppId, String> displayName;
    private final ShellCommands shell;

    ShellHook(
            String name,
            BiFunction<Point, AppId, @Nullable HookCommand> commands,
            Function<AppId, String> displayName,
            ShellCommands shell) {
        this.name = name;
        this.commands = commands;
        this.displayName = displayName;
        this.shell = shell;
    }

    /**
     * The same commands for every app.
     *
     * @param name under which their runs are recorded
     * @param environment ours, of which a command sees the harmless part: search path, home, language, time zone
     */
    public static ShellHook of(String name, Map<Point, HookCommand> commands, Map<String, String> environment) {
        return new ShellHook(name, (point, app) -> commands.get(point), AppId::name, new ShellCommands(environment));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean runsAt(Point point, App app) {
        return commands.apply(point, app.id()) != null;
    }

    @Override
    public Outcome run(Point point, App app) {
        HookCommand command = commands.apply(point, app.id());
        if (command == null) {
            return new Outcome.Succeeded();
        }
        HookFacts facts = new HookFacts(point, app, displayName.apply(app.id()));
        String[] last = {""};
        ShellCommands.Result result = shell.run(command, facts, line -> {
            last[0] = line;
            LOG.info("{}: {} hook {}: {}", app.id(), point.label(), name, line);
        });
        return outcome(point, command, result, last[0]);
    }

    private static Outcome outcome(Point point, HookCommand command, ShellCommands.Result result, String lastLine) {
        if (result instanceof ShellCommands.Result.NotRun notRun) {
            return new Outcome.Failed(notRun.why());
        }
        if (!(result instanceof ShellCommands.Result.Exited exited)) {
            return new Outcome.Failed("timed out after " + ShellCommands.seconds(command.timeout()));
        }
        if (exited.code() == 0) {
            return new Outcome.Succeeded();
        }
        String why = "exit " + exited.code() + (lastLine.isEmpty() ? "" : ": " + shortened(lastLine));
        return point == Point.BEFORE_STOP && exited.code() == NOT_NOW
                ? new Outcome.Vetoed(why)
                : new Outcome.Failed(why);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
    }
}
