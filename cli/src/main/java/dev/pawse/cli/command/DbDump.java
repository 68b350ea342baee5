package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.Ending;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse db dump}: a database as a file of this machine. */
@Command(
        description =
                "Writes APP.dump, readable by you alone, which is there when all of it is there; - writes to standard"
                        + " output. The format is the platform's own, as db load takes it. Without --timeout it may take 6 hours.",
        footer = {
            "pawse db dump -a shop",
            "pawse db dump monday.dump -a shop --database main --json",
            "pawse db dump - -a shop | gzip > shop.dump.gz"
        })
public final class DbDump implements Action {
    static final Duration LIMIT = Duration.ofHours(6);

    @Parameters(arity = "0..1", paramLabel = "[FILE|-]", description = "Where to; else APP.dump in this folder.")
    @Nullable
    String file;

    @Option(
            names = {"-d", "--database"},
            paramLabel = "D",
            description = ChosenDatabase.FLAG)
    @Nullable
    String database;

    @Option(names = "--overwrite", description = "Replace the file if it is there.")
    boolean overwrite;

    @Option(names = "--keep-remote", description = "Leave the dump on the platform too, where dumps may stay there.")
    boolean keepRemote;

    @Override
    public int run(Session session) {
        boolean streamed = "-".equals(file);
        if (streamed && session.world().terminal().out()) {
            throw Problem.usage("a dump is not for a terminal: send it to a file or a program")
                    .next("pawse db dump FILE")
                    .failure();
        }
        ChosenDatabase chosen = ChosenDatabase.of(session, database);
        if (keepRemote && !chosen.port().keepsDumps()) {
            throw new PawseException(
                    Reason.UNSUPPORTED, "--keep-remote: dumps do not stay on this platform; without it one comes here");
        }
        Path path = streamed ? null : session.world().directory().resolve(file == null ? usual(chosen) : file);
        if (path != null) {
            PartFile.requireFree(path, overwrite);
        }
        String shown = path == null ? "standard output" : file == null ? usual(chosen) : String.valueOf(file);
        Instant startedAt = session.world().clock().instant();
        if (session.options().dryRun) {
            report(
                    session,
                    chosen,
                    path,
                    null,
                    startedAt,
                    List.of("Would dump " + chosen.text() + " to " + shown + "."));
            return ExitCode.OK;
        }
        session.progress("Dumping " + chosen.text() + " …");
        Duration limit = session.timeout(LIMIT);
        String found = "nothing is kept here; a backup that the platform has begun goes on there, see pawse db list "
                + chosen.target().flag();
        Dump dump;
        try (Ending told = Ending.saying(session, found)) {
            dump = path == null
                    ? Dump.to(session, chosen, session.out().bytes(), keepRemote, limit)
                    : Dump.toFile(session, chosen, path, overwrite, keepRemote, limit);
        }
        Duration took = Duration.between(startedAt, session.world().clock().instant());
        String line = "Dumped " + chosen.text() + " to " + shown + ": " + Sizes.text(dump.bytes()) + " in "
                + Ages.inSeconds(took) + "."
                + (dump.remote() == null ? "" : " It is kept as " + dump.remote() + " too.");
        if (path == null) {
            session.messages().info(line);
            session.messages().info("sha256 " + dump.sha256());
        } else {
            report(session, chosen, path, dump, startedAt, List.of(line, "sha256 " + dump.sha256()));
        }
        return ExitCode.OK;
    }

    private static String usual(ChosenDatabase chosen) {
        return Dump.word(chosen.app()) + ".dump";
    }

    private static void report(
            Session session,
            ChosenDatabase chosen,
            @Nullable Path path,
            @Nullable Dump dump,
            Instant startedAt,
            List<String> lines) {
        Duration took = Duration.between(startedAt, session.world().clock().instant());
        session.out()
                .one(
                        lines,
                        Json.object(
                                "database",
                                chosen.id(),
                                "engine",
                                chosen.database().engine(),
                                "file",
                                path,
                                "bytes",
                                dump == null ? null : dump.bytes(),
                                "sha256",
                                dump == null ? null : dump.sha256(),
                                "startedAt",
                                dump == null ? null : startedAt,
                                "durationMs",
                                dump == null ? null : took,
                                "remote",
                                dump == null ? null : dump.remote(),
                                "dryRun",
                                session.options().dryRun));
    }
}
