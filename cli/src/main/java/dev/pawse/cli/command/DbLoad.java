package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.Ending;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Failure;
import dev.pawse.cli.Json;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.Durations;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Databases.Backup;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse db load}: replaces what is in a database, after a backup of it and a question that {@code --yes} does not answer. */
@Command(
        description = {
            "All that is in the database is replaced. Before that it is dumped to a file in this folder, and you are asked for"
                    + " the app's name; --confirm APP answers for a script.",
            "Without --timeout it may take 6 hours."
        },
        footer = {
            "pawse db load shop.dump -a shop",
            "pawse db load s3://shop-dbutils/dumps/monday.dump -a shop --confirm shop",
            "gunzip < shop.dump.gz | pawse db load - -a shop --confirm shop"
        })
public final class DbLoad implements Action {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Parameters(
            arity = "1",
            paramLabel = "FILE|-|ADDRESS",
            description = "The dump; - is standard input, s3://… one that is on the platform already.")
    String file = "";

    @Option(
            names = {"-d", "--database"},
            paramLabel = "D",
            description = "Which one; needed when there are several.")
    @Nullable
    String database;

    @Option(names = "--no-backup", description = "Do not dump first what is there now.")
    boolean noBackup;

    @Override
    public int run(Session session) {
        boolean remote = file.contains("://");
        Path path =
                file.equals("-") || remote ? null : session.world().directory().resolve(file);
        long size = remote ? -1 : requireDump(session, path);
        ChosenDatabase chosen = ChosenDatabase.certain(session, database);
        if (remote && !chosen.port().keepsDumps()) {
            throw new PawseException(
                    Reason.UNSUPPORTED,
                    file + ": dumps are loaded from files only on this platform; download it first");
        }
        Instant startedAt = session.world().clock().instant();
        Path backup = noBackup ? null : backupFile(session, chosen, startedAt);
        boolean dry = session.options().dryRun;
        Supplier<List<String>> plan = () -> plan(session, chosen, size, backup);
        if (dry) {
            session.progress(plan);
            return report(session, chosen, null, backup, null, "Would load " + chosen.text() + " from " + file + ".");
        }
        session.questions().confirmByName(chosen.target(), plan);
        Duration limit = session.timeout(DbDump.LIMIT);
        if (backup != null) {
            backUp(session, chosen, backup, limit);
        }
        Long bytes = load(session, chosen, path, backup, limit);
        Duration took = Duration.between(startedAt, session.world().clock().instant());
        String line = "Loaded " + chosen.text() + " from " + file + ": "
                + (bytes == null ? "" : Sizes.text(bytes) + " ") + "in " + Ages.inSeconds(took) + "."
                + (backup == null ? "" : " What was there before is in " + backup.getFileName() + ".");
        return report(session, chosen, bytes, backup, took, line);
    }

    private long requireDump(Session session, @Nullable Path path) {
        if (path == null) {
            if (session.world().terminal().in()) {
                throw Problem.usage("-: standard input is a terminal and no dump")
                        .next("pawse db load FILE")
                        .failure();
            }
            return -1;
        }
        try {
            long size = Files.size(path);
            if (!Files.isRegularFile(path) || !Files.isReadable(path) || size == 0) {
                throw Problem.usage(
                                file + " is no dump: " + (size == 0 ? "it is empty" : "it cannot be read as a file"))
                        .failure();
            }
            return size;
        } catch (IOException e) {
            throw Problem.usage("there is no file " + file).failure(e);
        }
    }

    private static Path backupFile(Session session, ChosenDatabase chosen, Instant at) {
        String name =
                Dump.word(chosen.app()) + "-" + Dump.word(chosen.id()) + "-before-load-" + STAMP.format(at) + ".dump";
        return session.world().directory().resolve(name);
    }

    private List<String> plan(Session session, ChosenDatabase chosen, long size, @Nullable Path backup) {
        Target target = chosen.target();
        List<String> lines = new ArrayList<>();
        lines.add("This replaces all that is in a database:");
        lines.add("  app            " + target.id());
        lines.add("  database       " + chosen.id() + ", " + chosen.engine() + ", "
                + Sizes.text(chosen.database().bytes()));
        lines.add("  by             "
                + (size < 0 ? (file.equals("-") ? "standard input" : file) : file + ", " + Sizes.text(size)));
        lines.add("  newest backup  " + newestBackup(session, chosen));
        lines.add("  before that    "
                + (backup == null ? "no backup is made (--no-backup)" : "a backup to " + backup.getFileName()));
        return lines;
    }

    private static String newestBackup(Session session, ChosenDatabase chosen) {
        List<Backup> backups = chosen.port().backups(chosen.target().id(), chosen.id());
        if (backups.isEmpty()) {
            return "none on the platform";
        }
        Backup newest = backups.get(0);
        Duration age =
                Duration.between(newest.createdAt(), session.world().clock().instant());
        Duration shown = age.toMinutes() < 1
                ? age.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                : age.truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
        return newest.id() + " on the platform, " + Durations.format(shown) + " old, " + Sizes.text(newest.bytes());
    }

    private static void backUp(Session session, ChosenDatabase chosen, Path backup, Duration limit) {
        session.progress("Backing up " + chosen.text() + " …");
        try {
            Dump dump = Dump.toFile(session, chosen, backup, false, false, limit);
            session.progress("Backed up to " + backup.getFileName() + ": " + Sizes.text(dump.bytes()) + ".");
        } catch (PawseException e) {
            throw Problem.of(e.reason(), "the backup failed, nothing was changed: " + e.message())
                    .next("the same with --no-backup goes without")
                    .about(chosen.target().id())
                    .failure(e);
        }
    }

    /** Returns how many bytes there were, or null where they did not pass here. */
    private @Nullable Long load(
            Session session, ChosenDatabase chosen, @Nullable Path path, @Nullable Path backup, Duration limit) {
        session.progress("Loading " + chosen.text() + " …");
        String found =
                chosen.text() + " may hold a part of the dump, or the platform goes on loading it; see pawse db shell "
                        + chosen.target().flag();
        if (path == null && !file.equals("-")) {
            return loadKept(session, chosen, backup, limit, found);
        }
        try (Ending told = Ending.saying(session, found);
                Counted dump = counted(session, path)) {
            chosen.port().loadDatabase(chosen.target().id(), chosen.id(), dump, limit);
            return dump.bytes;
        } catch (PawseException e) {
            throw failed(chosen, backup, e);
        } catch (IOException e) {
            throw Problem.usage(file + " cannot be read").failure(e);
        }
    }

    private @Nullable Long loadKept(
            Session session, ChosenDatabase chosen, @Nullable Path backup, Duration limit, String found) {
        try (Ending told = Ending.saying(session, found)) {
            chosen.port().loadKeptDump(chosen.target().id(), chosen.id(), file, limit);
            return null;
        } catch (PawseException e) {
            throw failed(chosen, backup, e);
        }
    }

    private static Failure failed(ChosenDatabase chosen, @Nullable Path backup, PawseException e) {
        return Problem.of(e.reason(), "loading " + chosen.text() + " failed: " + e.message())
                .next(
                        backup == null
                                ? null
                                : "to go back: pawse db load " + backup.getFileName() + " --database " + chosen.id()
                                        + " " + chosen.target().flag())
                .about(chosen.target().id())
                .failure(e);
    }

    private static Counted counted(Session session, @Nullable Path path) throws IOException {
        return path == null
                ? new Counted(session.world().in(), new Progress(session, -1))
                : new Counted(Files.newInputStream(path), new Progress(session, Files.size(path)));
    }

    private static int report(
            Session session,
            ChosenDatabase chosen,
            @Nullable Long bytes,
            @Nullable Path backup,
            @Nullable Duration took,
            String line) {
        Map<String, @Nullable Object> made = Json.object("id", null, "location", backup);
        session.out()
                .one(
                        List.of(line),
                        Json.object(
                                "database",
                                chosen.id(),
                                "bytes",
                                bytes,
                                "backup",
                                backup == null ? null : made,
                                "durationMs",
                                took,
                                "dryRun",
                                session.options().dryRun));
        return ExitCode.OK;
    }

    /** Counts what is read. */
    private static final class Counted extends FilterInputStream {
        private final Progress progress;
        private long bytes;

        private Counted(InputStream in, Progress progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public void close() throws IOException {
            progress.end();
            super.close();
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            bytes += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            bytes += Math.max(0, count);
            progress.moved(Math.max(0, count));
            return count;
        }
    }
}
