package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.Ending;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.cli.Watch;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Builds.Build;
import dev.pawse.spi.capability.Builds.Status;
import dev.pawse.spi.capability.Logs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse builds logs}: what a build has written, and with {@code --follow} what it goes on to write. */
@Command(
        description = "With --follow it ends with the build: 0 when that succeeded, 9 when it did not.",
        footer = {
            "pawse builds logs -a shop",
            "pawse builds logs 142 -a shop",
            "pawse builds logs test -a shop",
            "pawse builds logs -f -a shop"
        })
public final class BuildsLogs implements Action {
    private static final Set<String> PHASES = Set.of("build", "test", "release");
    private static final Duration WAIT = Duration.ofSeconds(1);
    /** A build's log may end before the platform says how the build ended. */
    private static final Duration RESULT = Duration.ofMinutes(5);

    @Parameters(
            arity = "0..2",
            paramLabel = "[ID] [PHASE]",
            description = "Its number or id, else the newest; and build, test or release, else the platform's choice.")
    List<String> words = List.of();

    @Option(
            names = {"-f", "--follow", "-t", "--tail"},
            description = "Go on until the build ends.")
    boolean follow;

    @Option(names = "--raw", description = "Nothing but the lines, exactly as they were written.")
    boolean raw;

    @Override
    public int run(Session session) {
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        String phase = PHASES.contains(last) ? last : null;
        if (words.size() == 2 && phase == null) {
            throw Problem.usage("'" + last + "' is not a phase: build, test or release")
                    .failure();
        }
        String id = words.isEmpty() || (words.size() == 1 && phase != null) ? null : words.get(0);
        Target target = session.targets().app();
        Build build = BuildFacts.find(target, id);
        Duration limit = session.timeout();
        Watch watch = new Watch(session, limit);
        LogPrinter printer = raw ? LogPrinter.raw(session) : LogPrinter.ofBuild(session);
        String found = "the build goes on without us, see pawse builds view " + build.id() + " " + target.flag();
        try (Ending told = Ending.saying(session, BuildFacts.isOver(build.status()) ? "the build has ended" : found);
                Logs.LogStream log =
                        target.require(Builds.class).openBuildLog(target.id(), build.id(), phase, follow)) {
            while (!log.ended() && !(follow && watch.isOver())) {
                log.next(WAIT).ifPresent(printer::print);
            }
        }
        if (printer.printed() == 0 && !follow) {
            session.messages().info("Build " + BuildFacts.name(build) + " wrote nothing.");
        }
        return follow
                ? result(session, target, build, limit == null ? new Watch(session, RESULT) : watch)
                : ExitCode.OK;
    }

    private static int result(Session session, Target target, Build followed, Watch watch) {
        Build build = watch.until(() -> Optional.of(BuildFacts.find(target, followed.id()))
                        .filter(now -> BuildFacts.isOver(now.status())))
                .orElseThrow(() -> unfinished(target, followed));
        String name = "build " + BuildFacts.name(build);
        String took = Ages.between(build.startedAt(), build.endedAt());
        if (build.status() != Status.SUCCEEDED) {
            throw new PawseException(
                    Reason.FAILED, name + " ended as " + build.status().label() + " after " + took);
        }
        session.progress(target.id().name() + " " + name + " succeeded after " + took + ".");
        return ExitCode.OK;
    }

    private static PawseException unfinished(Target target, Build build) {
        return new PawseException(
                Reason.TIMEOUT,
                "build " + BuildFacts.name(build)
                        + " has not ended in time; it goes on without us, see pawse builds view " + build.id() + " "
                        + target.flag());
    }
}
