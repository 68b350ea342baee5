package dev.pawse.cli;

import dev.pawse.spi.Durations;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Runs one command line: finds the command, fills it, runs it, and says what went wrong. */
public final class Cli {
    private final World world;
    private Format wanted = Format.HUMAN;
    private Messages messages;

    public Cli(World world) {
        this.world = world;
        messages = new Messages(world.err(), false, 0, false);
    }

    /** The full names of all commands. */
    public static List<String> commands() {
        return Catalog.entries().stream().map(Catalog.Entry::path).toList();
    }

    /** Runs a command line and returns its exit code; throws nothing. */
    public int run(String... arguments) {
        wanted = wantedFormat(arguments);
        messages = new Messages(
                world.err(),
                false,
                verbosity(arguments),
                colour(arguments, world.terminal().err()));
        try {
            return dispatch(arguments);
        } catch (Output.Closed e) {
            return ExitCode.OK;
        } catch (RuntimeException e) {
            return report(problem(e), e);
        }
    }

    private static Problem problem(RuntimeException failure) {
        if (failure instanceof Failure known) {
            return known.problem();
        }
        if (failure instanceof CommandLine.ParameterException usage) {
            return UsageProblem.of(usage);
        }
        if (failure instanceof PawseException known) {
            return Problem.of(known);
        }
        String message = failure.getMessage() == null
                ? failure.toString()
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return Problem.of(Reason.INTERNAL, message).next("the same with -vv shows where");
    }

    private int dispatch(String... arguments) {
        Route route = Route.of(arguments);
        Output plain = new Output(
                world.out(),
                Format.HUMAN,
                world.terminal().columns(),
                colour(arguments, world.terminal().out()));
        if (route.path().isEmpty()) {
            return withoutCommand(route, plain);
        }
        Catalog.Entry entry = Catalog.find(route.path());
        if (entry == null) {
            HelpTopic topic = HelpTopic.find(route.path());
            return topic == null ? Help.group(route.path(), plain) : Help.topic(topic, plain);
        }
        Action action = Catalog.create(route.path());
        if (action.callsPlatforms() && !route.wantsHelp()) {
            Ahead.prepareTls(world.environment());
        }
        try {
            return act(route, entry, action, plain, arguments);
        } catch (Output.Closed e) {
            throw e;
        } catch (RuntimeException e) {
            throw action.passesExitCode() ? problem(e).withoutTheCommandsCodes().failure(e) : e;
        }
    }

    private int act(Route route, Catalog.Entry entry, Action action, Output plain, String... arguments) {
        GlobalOptions options = new GlobalOptions();
        CommandLine commandLine = commandLine(entry, action, options);
        CommandLine.ParseResult parsed = commandLine.parseArgs(route.arguments().toArray(String[]::new));
        if (parsed.isUsageHelpRequested()) {
            return Help.command(entry, commandLine.getCommandSpec(), plain);
        }
        if (parsed.isVersionHelpRequested()) {
            return version(plain);
        }
        String[] ours = action.takesCommand() ? withoutCommand(arguments, parsed) : arguments;
        refuseUnknownColour(ours);
        Format format = format(options, action);
        wanted = format.isJson() ? Format.JSON : Format.HUMAN;
        Output out = new Output(
                world.out(),
                format,
                world.terminal().out() ? world.terminal().columns() : 0,
                format == Format.HUMAN && colour(ours, world.terminal().out()));
        messages = new Messages(
                world.err(),
                options.quiet,
                options.verbose.length,
                colour(ours, world.terminal().err()));
        try (Session session = new Session(world, entry.path(), options, out, messages)) {
            return run(action, session);
        }
    }

    private static int run(Action action, Session session) {
        if (!action.setsUpLog()) {
            session.setUpLogOfCommand();
        }
        try {
            int code = action.run(session);
            session.out().flush();
            return code;
        } catch (PawseException e) {
            throw session.problem(e).failure(e);
        }
    }

    private static CommandLine commandLine(Catalog.Entry entry, Action action, GlobalOptions options) {
        CommandSpec spec = Described.spec(action);
        spec.name("pawse " + entry.path());
        spec.addMixin("global", Described.spec(options));
        CommandLine commandLine = new CommandLine(spec);
        commandLine.setExpandAtFiles(false);
        commandLine.setStopAtPositional(action.takesCommand());
        commandLine.registerConverter(Duration.class, text -> Durations.parse(text, Durations.Unit.SECONDS));
        return commandLine;
    }

    /** The words before those of a command for elsewhere. */
    private static String[] withoutCommand(String[] arguments, CommandLine.ParseResult parsed) {
        int words = 0;
        for (CommandLine.Model.PositionalParamSpec argument : parsed.matchedPositionals()) {
            words += argument.originalStringValues().size();
        }
        return Arrays.copyOf(arguments, arguments.length - words);
    }

    private int withoutCommand(Route route, Output out) {
        for (String argument : route.arguments()) {
            if (argument.equals("-V") || argument.equals("--version")) {
                return version(out);
            }
        }
        if (!route.arguments().isEmpty() && !route.wantsHelp()) {
            CommandLine commandLine = new CommandLine(Described.spec(new GlobalOptions()));
            commandLine.parseArgs(route.arguments().toArray(new String[0]));
        }
        return Help.root(out);
    }

    private static int version(Output out) {
        out.one(List.of("pawse " + Version.text()), Json.object("version", Version.text()));
        return ExitCode.OK;
    }

    private int report(Problem problem, Exception cause) {
        if (wanted.isJson()) {
            messages.write(Json.line(problem.json()));
        } else {
            List<String> lines = problem.lines();
            messages.write(messages.styled("Error:", Style.RED)
                    + Text.line(lines.get(0).substring("Error:".length())));
            lines.stream().skip(1).map(Text::line).forEach(messages::write);
        }
        if (messages.verbosity() > 1) {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace, true));
            messages.write(trace.toString().stripTrailing());
        }
        return problem.exitCode();
    }

    private Format format(GlobalOptions options, Action action) {
        Format format = format(options);
        if (format.isForVariables() && !action.writesVariables()) {
            throw Problem.usage("--format: " + options.format
                            + " is for config variables only: \"config export\", \"config list\" and \"config get\"")
                    .failure();
        }
        return format;
    }

    private Format format(GlobalOptions options) {
        if (options.json) {
            return Format.JSON;
        }
        String word = options.format != null ? options.format : world.variable("PAWSE_FORMAT");
        if (word != null) {
            try {
                return Format.of(word);
            } catch (IllegalArgumentException e) {
                throw Problem.usage((options.format != null ? "--format: " : "PAWSE_FORMAT: ") + e.getMessage())
                        .failure();
            }
        }
        return "1".equals(world.variable("PAWSE_JSON")) ? Format.JSON : Format.HUMAN;
    }

    /** What the words seem to ask for, even where they cannot be parsed: an error has to be written in it. */
    private Format wantedFormat(String... arguments) {
        for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
            String word = arguments[i];
            if (word.equals("-j")
                    || word.equals("--json")
                    || word.startsWith("-Fjson")
                    || word.startsWith("--format=json")
                    || ((word.equals("-F") || word.equals("--format"))
                            && i + 1 < arguments.length
                            && arguments[i + 1].startsWith("json"))) {
                return Format.JSON;
            }
        }
        String variable = world.variable("PAWSE_FORMAT");
        return (variable != null && variable.startsWith("json")) || "1".equals(world.variable("PAWSE_JSON"))
                ? Format.JSON
                : Format.HUMAN;
    }

    private static int verbosity(String... arguments) {
        int verbosity = 0;
        for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
            verbosity += arguments[i].equals("-vv") ? 2 : 0;
            verbosity += arguments[i].equals("-v") || arguments[i].equals("--verbose") ? 1 : 0;
        }
        return verbosity;
    }

    private boolean colour(String[] arguments, boolean terminal) {
        String when = wantedColour(arguments);
        return switch (when == null ? "auto" : when.toLowerCase(Locale.ROOT)) {
            case "always" -> true;
            case "never" -> false;
            default -> colourByEnvironment(terminal);
        };
    }

    private static void refuseUnknownColour(String... arguments) {
        String when = wantedColour(arguments);
        if (when != null && !List.of("auto", "always", "never").contains(when.toLowerCase(Locale.ROOT))) {
            throw Problem.usage("--color: '" + when + "' is not auto, always or never")
                    .failure();
        }
    }

    private static @Nullable String wantedColour(String... arguments) {
        String when = null;
        for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
            if (arguments[i].equals("--no-color")) {
                when = "never";
            } else if (arguments[i].startsWith("--color=")) {
                when = arguments[i].substring("--color=".length());
            } else if (arguments[i].equals("--color") && i + 1 < arguments.length) {
                when = arguments[i + 1];
            }
        }
        return when;
    }

    private boolean colourByEnvironment(boolean terminal) {
        if (world.variable("NO_COLOR") != null || world.variable("PAWSE_NO_COLOR") != null) {
            return false;
        }
        String forced = world.variable("FORCE_COLOR");
        forced = forced == null ? world.variable("CLICOLOR_FORCE") : forced;
        if (forced != null) {
            return !forced.equals("0");
        }
        return terminal && !"dumb".equals(world.variable("TERM"));
    }
}
