package dev.pawse.scalingo;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import okhttp3.MediaType;
import okhttp3.RequestBody;

/** Loads a dump into a database: it is uploaded to a one-off container, whose command loads it. */
final class DatabaseLoad {
    private static final long MOST = 100L * 1024 * 1024;
    private static final String FILE = "load.dump";
    private static final byte[] ARCHIVE = "PGDMP".getBytes(StandardCharsets.US_ASCII);
    private static final int LAST_LINES = 5;
    private static final int MOST_OUTPUT = 256 * 1024;

    private final Account account;
    private final Operations operations;

    DatabaseLoad(Account account, Operations operations) {
        this.account = account;
        this.operations = operations;
    }

    /**
     * Replaces the database's contents.
     *
     * @throws PawseException {@link Reason#INVALID} when the dump has more than 100 MiB; {@link Reason#FAILED}, with the last lines of
     *     what the loading wrote, when it ended badly; {@link Reason#TIMEOUT} when it goes on for longer than that
     */
    void run(Place place, DatabaseAddon addon, InputStream from, Duration wait) {
        try (Spool spool = Spool.open()) {
            if (!spool.keep(from, MOST)) {
                throw new PawseException(
                        Reason.INVALID,
                        "the dump has more than 100 MiB, which is as much as scalingo takes for a container; load it"
                                + " through its database tunnel (\"scalingo db-tunnel\") with pg_restore");
            }
            String command = DatabaseCommand.load(
                    addon.engine(), addon.variable(place).name(), "/tmp/uploads/" + FILE, spool.startsWith(ARCHIVE));
            OneOffContainer container = OneOffContainer.start(
                    account,
                    operations,
                    place,
                    new OneOffContainer.Order(CommandLine.of(command, false), Map.of(), null, true));
            load(container, spool, wait);
        } catch (IOException e) {
            throw new PawseException(Reason.INTERNAL, "the dump could not be read: " + e.getMessage(), e);
        }
    }

    private void load(OneOffContainer container, Spool spool, Duration wait) {
        AttachSession session;
        try {
            container.upload(
                    FILE, RequestBody.create(spool.file().toFile(), MediaType.get("application/octet-stream")));
            session = AttachSession.open(account, container, null);
        } catch (PawseException e) {
            container.stop();
            throw e;
        }
        try (session) {
            Tail tail = new Tail(session.output());
            OptionalInt code = session.exitCode(wait);
            if (code.isEmpty()) {
                throw new PawseException(
                        Reason.TIMEOUT,
                        "the load went on after " + wait.toSeconds()
                                + " s and was stopped; the database may be half loaded");
            }
            if (code.getAsInt() != 0) {
                throw new PawseException(
                        Reason.FAILED, "the load ended with exit code " + code.getAsInt() + tail.text());
            }
        }
    }

    /** The last lines of what a command wrote, read on a thread of its own so that it never has to wait for us. */
    private static final class Tail {
        private final StringBuilder text = new StringBuilder();
        private final Thread reader;

        Tail(InputStream output) {
            reader = new Thread(() -> read(output), "pawse-load-output");
            reader.setDaemon(true);
            reader.start();
        }

        String text() {
            try {
                reader.join(Duration.ofSeconds(5).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (text) {
                List<String> lines =
                        text.toString().lines().filter(line -> !line.isBlank()).toList();
                String last = String.join("; ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
                // A client may tell where it could not connect to.
                return last.isEmpty() ? "" : ": " + last.replaceAll("://[^\\s@]+@", "://***@");
            }
        }

        private void read(InputStream output) {
            byte[] buffer = new byte[8192];
            try {
                for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                    synchronized (text) {
                        text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
                        text.delete(0, Math.max(0, text.length() - MOST_OUTPUT));
                    }
                }
            } catch (IOException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
