package dev.pawse.cli;

import dev.pawse.core.Plugins;
import dev.pawse.spi.Durations;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Permissions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one run of a command works with. What it does not ask for is not made. */
public final class Session implements AutoCloseable {
    private final World world;
    private final String command;
    private final GlobalOptions options;
    private final Output out;
    private final Messages messages;
    private final List<Targets> others = new ArrayList<>();
    private @Nullable Plugins plugins;
    private @Nullable Targets targets;
    private @Nullable Target subject;

    /** @param command the command's full name, e.g. {@code config set} */
    Session(World world, String command, GlobalOptions options, Output out, Messages messages) {
        this.world = world;
        this.command = command;
        this.options = options;
        this.out = out;
        this.messages = messages;
    }

    public World world() {
        return world;
    }

    public GlobalOptions options() {
        return options;
    }

    public Output out() {
        return out;
    }

    public Messages messages() {
        return messages;
    }

    /** The jars of the distribution's {@code plugins/} folder and what is on the class path. */
    public Plugins plugins() {
        if (plugins == null) {
            Path home = world.home();
            plugins = Plugins.load(home == null ? null : home.resolve("plugins"));
        }
        return plugins;
    }

    /** Which providers and which app the command is about. */
    public Targets targets() {
        if (targets == null) {
            targets = new Targets(this);
        }
        return targets;
    }

    /** Another app beside the one that the command is about, named by an argument; it may be on another provider. */
    public Target otherApp(String argument) {
        Targets more = new Targets(this);
        others.add(more);
        return more.app(argument);
    }

    /** Notes which app the command is about, for what is said when it fails. */
    void about(Target target) {
        subject = target;
    }

    /** Tells people what is under way; a program finds on standard error one object at most. */
    public void progress(String line) {
        if (out.isHuman()) {
            messages.info(line);
        }
    }

    /** The same for lines that cost a call to find out. */
    public void progress(Supplier<List<String>> lines) {
        if (out.isHuman() && !options.quiet) {
            lines.get().forEach(messages::info);
        }
    }

    /** What is to be said of a failure of the command. */
    Problem problem(PawseException failure) {
        Problem problem = failure.reason() == Reason.FORBIDDEN ? forbidden(failure) : Problem.of(failure);
        Target target = subject;
        if (target == null) {
            return problem;
        }
        return failure.reason() == Reason.NOT_FOUND ? notFound(problem, target) : problem.about(target.id());
    }

    /** Where the platform has policies, one of them says what the command needs. */
    private Problem forbidden(PawseException failure) {
        Provider who = subject != null ? subject.provider() : targets == null ? null : targets.only();
        boolean told = who != null
                && who.capability(Permissions.class)
                        .filter(permissions -> permissions.commands().contains(command))
                        .isPresent();
        return Problem.of(
                failure.reason(),
                told
                        ? failure.message() + " (run \"pawse doctor iam --for " + command.replace(' ', ':')
                                + "\" for the policy)"
                        : failure.message());
    }

    /** The failure of a configuration that cannot be used. */
    public static Failure badConfig(PawseException failure) {
        return failure.reason() == Reason.INVALID
                ? Problem.config(failure.message()).failure(failure)
                : Problem.of(failure).failure(failure);
    }

    private static Problem notFound(Problem problem, Target target) {
        try {
            if (target.provider().app(target.id()).isPresent()) {
                return problem.about(target.id());
            }
            List<String> names = target.provider().apps().stream()
                    .map(app -> app.id().name())
                    .toList();
            return Problem.of(
                            Reason.NOT_FOUND,
                            "there is no app " + target.id().name() + " on "
                                    + target.id().provider())
                    .similar(Similar.to(target.id().name(), names).orElse(null))
                    .next("pawse apps")
                    .about(target.id());
        } catch (PawseException e) {
            return problem.about(target.id());
        }
    }

    /** Sets up what is logged to standard error; must come before anything is logged. */
    public void setUpLog(String level) {
        Logging.ofServer(messages.verbosity() > 1 ? "debug" : level, world.err());
    }

    /** The same for a command that is soon over. */
    void setUpLogOfCommand() {
        Logging.ofCommand(messages.verbosity() > 1 ? "debug" : "warn", world.err());
    }

    /** How long to wait for what takes its time. */
    public Duration timeout(Duration usual) {
        Duration asked = timeout();
        return asked == null ? usual : asked;
    }

    /** How long to wait at most, or null when nobody said so. */
    public @Nullable Duration timeout() {
        if (options.timeout != null) {
            return options.timeout;
        }
        String variable = world.variable("PAWSE_TIMEOUT");
        if (variable == null) {
            return null;
        }
        try {
            return Durations.parse(variable, Durations.Unit.SECONDS);
        } catch (IllegalArgumentException e) {
            throw Problem.usage("PAWSE_TIMEOUT: " + e.getMessage()).failure(e);
        }
    }

    /** Whether what was shown can be written over: somebody watches a terminal. */
    public boolean canRedraw() {
        return out.isHuman() && world.terminal().out() && !"dumb".equals(world.variable("TERM"));
    }

    /** Whether somebody sees what is said while it is done, on a terminal that can take it back. */
    public boolean canAnimate() {
        return out.isHuman()
                && !options.quiet
                && world.terminal().err()
                && world.variable("CI") == null
                && !"dumb".equals(world.variable("TERM"));
    }

    /** Shows how far something has come in a line that the next one replaces; only where {@link #canAnimate()} says so. */
    public void status(String line) {
        messages.status(line);
    }

    /** Takes that line back. */
    public void endStatus() {
        messages.endStatus();
    }

    /** What the command asks whoever runs it, and what it reads of standard input. */
    public Questions questions() {
        return new Questions(this);
    }

    @Override
    public void close() {
        if (targets != null) {
            targets.close();
        }
        others.forEach(Targets::close);
        if (plugins != null) {
            plugins.close();
        }
    }
}
