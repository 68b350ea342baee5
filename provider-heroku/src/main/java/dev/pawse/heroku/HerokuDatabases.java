package dev.pawse.heroku;

import dev.pawse.http.BodyStream;
import dev.pawse.http.Pauses;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Heroku Postgres. A dump is a backup of the platform that is captured, waited for and downloaded. A load goes through a one-off dyno,
 * which has PostgreSQL's tools and the database's address in its environment: the platform itself restores only from an address on the
 * web, which would need somebody's storage, and this machine may have no tools and no way to the database.
 */
final class HerokuDatabases implements Databases {
    private static final Duration POLL = Duration.ofSeconds(3);
    private static final Duration SILENCE = Duration.ofMinutes(1);
    private static final int MAX_FAILED_POLLS = 20;
    private static final byte[] CUSTOM_FORMAT = "PGDMP".getBytes(StandardCharsets.US_ASCII);

    private final HerokuApi api;
    private final HerokuShell shell;

    HerokuDatabases(HerokuApi api, HerokuShell shell) {
        this.api = api;
        this.shell = shell;
    }

    @Override
    public List<Database> databases(AppId app) {
        return AttachedDatabase.of(api, app).stream().map(this::database).toList();
    }

    @Override
    public Secret databaseUrl(AppId app, @Nullable String database) {
        AttachedDatabase found = find(app, database);
        Map<String, String> values = configVars(app);
        return Secret.of(values.getOrDefault(found.variable(values), ""));
    }

    @Override
    public List<Backup> backups(AppId app, @Nullable String database) {
        List<AttachedDatabase> all = AttachedDatabase.of(api, app);
        AttachedDatabase found = find(app, all, database);
        return api.data().get("client", "v11", "apps", found.owner(), "transfers").list(Transfer.class).stream()
                .filter(transfer -> transfer.isBackup() && transfer.isGood())
                .filter(transfer -> all.size() == 1 || isOf(found, transfer))
                .sorted(Comparator.comparing(Transfer::created)
                        .thenComparing(Transfer::num)
                        .reversed())
                .map(transfer -> new Backup(transfer.label(), found.id(), transfer.created(), transfer.bytes()))
                .toList();
    }

    @Override
    public void dumpDatabase(AppId app, @Nullable String database, OutputStream to, Duration wait) {
        AttachedDatabase found = find(app, database);
        if (found.isAdvanced()) {
            throw new PawseException(
                    Reason.UNSUPPORTED,
                    found.id() + " has a plan without logical backups: use pg_dump with the address of \"db url\"");
        }
        Transfer begun = api.data()
                .post("client", "v11", "databases", found.addOn().id(), "backups")
                .read(Transfer.class);
        await(found, begun, wait);
        String address = api.data()
                .post(
                        "client",
                        "v11",
                        "apps",
                        found.owner(),
                        "transfers",
                        String.valueOf(begun.num()),
                        "actions",
                        "public-url")
                .repeatable()
                .tree()
                .path("url")
                .asString("");
        download(address, begun, to);
    }

    @Override
    public void loadDatabase(AppId app, @Nullable String database, InputStream from, Duration wait) {
        AttachedDatabase found = find(app, database);
        PushbackInputStream dump = new PushbackInputStream(from, CUSTOM_FORMAT.length);
        boolean custom = isCustomFormat(dump);
        String variable = found.variable(configVars(app));
        String line = custom ? PostgresCommand.restore(variable) : PostgresCommand.replay(variable);
        new DumpUpload(api.clock(), wait).send(dump, shell.open(app, line, Shell.Request.run(List.of())));
    }

    /** Opens {@code psql} in a one-off dyno; a command of the request is SQL to run instead. */
    @Override
    public Shell.Session openDatabaseShell(AppId app, @Nullable String database, Shell.Request request) {
        String variable = find(app, database).variable(configVars(app));
        String sql = String.join(" ", request.command());
        return shell.open(app, PostgresCommand.shell(variable, sql, request.terminal() != null), request);
    }

    private AttachedDatabase find(AppId app, @Nullable String database) {
        return find(app, AttachedDatabase.of(api, app), database);
    }

    private static AttachedDatabase find(AppId app, List<AttachedDatabase> all, @Nullable String database) {
        return all.stream()
                .filter(one -> database == null || one.isCalled(database))
                .findFirst()
                .orElseThrow(() -> new PawseException(
                        Reason.NOT_FOUND,
                        all.isEmpty()
                                ? app + " has no Postgres database"
                                : app + " has no database " + database + "; it has "
                                        + String.join(
                                                ", ",
                                                all.stream()
                                                        .map(AttachedDatabase::id)
                                                        .toList())));
    }

    /** A transfer tells its database by a name of the time when it was made. */
    private static boolean isOf(AttachedDatabase database, Transfer transfer) {
        return transfer.fromName() != null && database.isCalled(transfer.fromName());
    }

    private Map<String, String> configVars(AppId app) {
        Map<String, String> values = new HashMap<>();
        api.platform()
                .get("apps", api.name(app), "config-vars")
                .tree()
                .properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asString("")));
        return values;
    }

    private Database database(AttachedDatabase one) {
        Optional<JsonNode> info =
                api.data().get("client", "v11", "databases", one.addOn().id()).find(JsonNode.class);
        return new Database(
                one.id(),
                "postgresql",
                info.map(found -> value(found, "PG Version")).orElse(null),
                info.map(found -> DataSize.bytes(value(found, "Data Size"))).orElse(-1L));
    }

    private static @Nullable String value(JsonNode database, String name) {
        for (JsonNode line : database.path("info")) {
            if (line.path("name").asString("").equals(name)) {
                return line.path("values").path(0).asString(null);
            }
        }
        return null;
    }

    private void await(AttachedDatabase database, Transfer begun, Duration wait) {
        AtomicInteger failures = new AtomicInteger();
        Transfer ended = Pauses.until(
                api.clock(),
                POLL,
                wait,
                () -> look(database, begun, failures).filter(Transfer::isOver),
                () -> new PawseException(
                        Reason.TIMEOUT,
                        "backup " + begun.label() + " of " + database.id() + " is not done yet and goes on"));
        if (!ended.isGood()) {
            Transfer told = transfer(database, begun, true);
            throw new PawseException(
                    Reason.FAILED, "backup " + begun.label() + " of " + database.id() + " failed: " + told.lastWords());
        }
    }

    private Optional<Transfer> look(AttachedDatabase database, Transfer begun, AtomicInteger failures) {
        try {
            return Optional.of(transfer(database, begun, false));
        } catch (PawseException e) {
            // It goes on whether or not it can be looked at.
            if (e.reason() != Reason.UNAVAILABLE || failures.incrementAndGet() > MAX_FAILED_POLLS) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Transfer transfer(AttachedDatabase database, Transfer begun, boolean verbose) {
        return api.data()
                .get("client", "v11", "apps", database.owner(), "transfers", begun.uuid())
                .query("verbose", String.valueOf(verbose))
                .read(Transfer.class);
    }

    private void download(String address, Transfer backup, OutputStream to) {
        byte[] piece = new byte[64 * 1024];
        try (BodyStream in =
                api.data().signed("GET", HerokuApi.address(address)).open(SILENCE)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                write(to, piece, count);
            }
            to.flush();
        } catch (IOException e) {
            throw new PawseException(
                    Reason.UNAVAILABLE,
                    "the download of backup " + backup.label() + " broke off; heroku keeps the backup");
        }
    }

    private static void write(OutputStream to, byte[] piece, int count) {
        try {
            to.write(piece, 0, count);
        } catch (IOException e) {
            throw new PawseException(Reason.INVALID, "the dump cannot be written: " + e.getMessage(), e);
        }
    }

    private static boolean isCustomFormat(PushbackInputStream dump) {
        try {
            byte[] head = dump.readNBytes(CUSTOM_FORMAT.length);
            dump.unread(head);
            if (head.length == 0) {
                throw new PawseException(Reason.INVALID, "the dump is empty");
            }
            if (head.length > 1 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
                throw new PawseException(Reason.INVALID, "the dump is compressed by gzip: uncompress it first");
            }
            return Arrays.equals(head, CUSTOM_FORMAT);
        } catch (IOException e) {
            throw new PawseException(Reason.INVALID, "the dump cannot be read: " + e.getMessage(), e);
        }
    }
}
