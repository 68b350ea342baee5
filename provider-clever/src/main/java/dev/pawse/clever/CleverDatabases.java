package dev.pawse.clever;

import dev.pawse.http.BodyStream;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Shell;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Handles the databases among an app's add-ons. The platform makes a backup a day, lists them and hands them out; it neither makes one
 * on demand nor restores one. So a dump, a load and a shell are those of PostgreSQL's own tools on this machine, straight to the
 * database, which can be reached from anywhere.
 */
final class CleverDatabases implements Databases {
    private static final byte[] CUSTOM_FORMAT = "PGDMP".getBytes(StandardCharsets.US_ASCII);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final CleverApi api;
    private final CleverApps apps;
    private final PostgresTools tools;
    private final DumpSource source;

    CleverDatabases(CleverApi api, CleverApps apps, PostgresTools tools, DumpSource source) {
        this.api = api;
        this.apps = apps;
        this.tools = tools;
        this.source = source;
    }

    /** What v4 tells of a PostgreSQL add-on. */
    private record Details(@Nullable String version) {}

    /** A backup as the API tells it. */
    private record Stored(
            @Nullable String backup_id,
            @Nullable String status,
            @Nullable String creation_date,
            @Nullable String download_url,
            @Nullable String link) {
        private String id() {
            return backup_id == null ? "" : backup_id;
        }

        private Instant at() {
            try {
                return creation_date == null ? Instant.EPOCH : Instant.parse(creation_date);
            } catch (DateTimeParseException e) {
                return Instant.EPOCH;
            }
        }
    }

    @Override
    public List<Database> databases(AppId app) {
        return all(apps.require(app)).stream().map(this::database).toList();
    }

    @Override
    public Secret databaseUrl(AppId app, @Nullable String database) {
        AppRef ref = apps.require(app);
        Addon addon = choose(ref, database);
        Map<String, String> variables = variables(ref, addon);
        String name = addon.engine().orElse("").equals("redis")
                ? "REDIS_URL"
                : addon.engine().orElse("").toUpperCase(java.util.Locale.ROOT) + "_ADDON_URI";
        String url = variables.get(name);
        if (url == null) {
            throw new PawseException(
                    Reason.UNAVAILABLE,
                    "the database " + addon.shownId() + " does not tell its address: it may still be made");
        }
        return Secret.of(url);
    }

    @Override
    public List<Backup> backups(AppId app, @Nullable String database) {
        AppRef ref = apps.require(app);
        Addon addon = choose(ref, database);
        return stored(ref, addon).stream()
                .map(one -> new Backup(one.id(), addon.shownId(), one.at(), -1))
                .toList();
    }

    @Override
    public void dumpDatabase(AppId app, @Nullable String database, OutputStream to, Duration wait) {
        AppRef ref = apps.require(app);
        Addon addon = choose(ref, database);
        if (source == DumpSource.BACKUP) {
            download(newest(ref, addon), to);
            return;
        }
        PostgresAddress address = address(ref, addon, "dumped");
        tools.run(address, List.of("pg_dump", "--format=custom", "--no-owner", "--no-privileges"), null, to, wait);
    }

    @Override
    public void loadDatabase(AppId app, @Nullable String database, InputStream from, Duration wait) {
        AppRef ref = apps.require(app);
        PostgresAddress address = address(ref, choose(ref, database), "loaded");
        BufferedInputStream dump = new BufferedInputStream(from);
        tools.run(address, isCustom(dump) ? restore(address) : plain(), dump, null, wait);
    }

    @Override
    public Shell.Session openDatabaseShell(AppId app, @Nullable String database, Shell.Request request) {
        AppRef ref = apps.require(app);
        PostgresAddress address = address(ref, choose(ref, database), "opened");
        if (request.command().isEmpty()) {
            Process process = tools.start(address, List.of("psql", "--no-psqlrc", "--pset=pager=off"), false);
            return new ToolSession(process, process.getOutputStream());
        }
        Process process = tools.start(address, plain(), false);
        try (OutputStream statements = process.getOutputStream()) {
            // Not as an argument: what is asked of a database may be secret too.
            statements.write((String.join(" ", request.command()) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            process.destroy();
            throw new PawseException(Reason.FAILED, "psql ended before it read what to do", e);
        }
        return new ToolSession(process, OutputStream.nullOutputStream());
    }

    private static List<String> restore(PostgresAddress address) {
        return List.of(
                "pg_restore",
                "--clean",
                "--if-exists",
                "--no-owner",
                "--no-privileges",
                "--no-comments",
                "--dbname=" + address.database());
    }

    private static List<String> plain() {
        return List.of("psql", "--no-psqlrc", "--pset=pager=off", "--set=ON_ERROR_STOP=1", "--file=-");
    }

    private static boolean isCustom(BufferedInputStream dump) {
        try {
            dump.mark(CUSTOM_FORMAT.length);
            byte[] beginning = dump.readNBytes(CUSTOM_FORMAT.length);
            dump.reset();
            return Arrays.equals(beginning, CUSTOM_FORMAT);
        } catch (IOException e) {
            throw new PawseException(Reason.INVALID, "the dump cannot be read: " + e.getMessage(), e);
        }
    }

    private void download(Stored backup, OutputStream to) {
        String link = backup.download_url() == null ? backup.link() : backup.download_url();
        if (link == null) {
            throw new PawseException(Reason.UNAVAILABLE, "the backup " + backup.id() + " is not handed out yet");
        }
        try (BodyStream body = api.json().signed("GET", URI.create(link)).open(SILENCE)) {
            body.transferTo(to);
        } catch (IOException | IllegalArgumentException e) {
            throw new PawseException(
                    Reason.UNAVAILABLE,
                    "the backup " + backup.id() + " broke off (" + e.getClass().getSimpleName() + ")");
        }
    }

    private Stored newest(AppRef ref, Addon addon) {
        return stored(ref, addon).stream()
                .filter(one -> one.status() == null || one.status().equals("OK"))
                .findFirst()
                .orElseThrow(() -> new PawseException(
                        Reason.NOT_FOUND,
                        "the database " + addon.shownId() + " has no backup yet: one is made each day"));
    }

    private List<Stored> stored(AppRef ref, Addon addon) {
        return api.json().get("v2", "backups", ref.owner(), addon.shownId()).list(Stored.class).stream()
                .sorted(Comparator.comparing(Stored::at).reversed())
                .toList();
    }

    private PostgresAddress address(AppRef ref, Addon addon, String what) {
        if (!addon.isPostgres()) {
            throw new PawseException(
                    Reason.UNSUPPORTED,
                    "only PostgreSQL databases are " + what + " from here; " + addon.shownId() + " is a "
                            + addon.engine().orElse("database") + ": use its own tools with its address");
        }
        return PostgresAddress.of(variables(ref, addon));
    }

    private Map<String, String> variables(AppRef ref, Addon addon) {
        Map<String, String> variables = new HashMap<>();
        api.json()
                .get("v2", "organisations", ref.owner(), "addons", addon.id(), "env")
                .list(CleverConfigVars.Variable.class)
                .forEach(one -> variables.put(one.name(), one.value() == null ? "" : one.value()));
        return variables;
    }

    private Addon choose(AppRef ref, @Nullable String database) {
        List<Addon> all = all(ref);
        if (database != null) {
            return all.stream()
                    .filter(addon -> addon.isNamed(database))
                    .findFirst()
                    .orElseThrow(() -> new PawseException(
                            Reason.NOT_FOUND, ref.id() + " has no database " + database + there(all)));
        }
        if (all.isEmpty()) {
            throw new PawseException(Reason.NOT_FOUND, ref.id() + " has no database");
        }
        List<Addon> postgres = all.stream().filter(Addon::isPostgres).toList();
        List<Addon> candidates = postgres.isEmpty() ? all : postgres;
        if (candidates.size() > 1) {
            throw new PawseException(Reason.INVALID, ref.id() + " has several databases, name one" + there(all));
        }
        return candidates.get(0);
    }

    private static String there(List<Addon> all) {
        return all.isEmpty()
                ? ""
                : ": there are " + all.stream().map(Addon::shownId).collect(Collectors.joining(", "));
    }

    private List<Addon> all(AppRef ref) {
        return api.get(ref, "addons").list(Addon.class).stream()
                .filter(addon -> addon.engine().isPresent())
                .sorted(Comparator.comparing((Addon addon) -> !addon.isPostgres())
                        .thenComparing(Addon::shownId))
                .toList();
    }

    private Database database(Addon addon) {
        String version = addon.isPostgres()
                ? api.json()
                        .get("v4", "addon-providers", "postgresql-addon", "addons", addon.id())
                        .find(Details.class)
                        .map(Details::version)
                        .orElse(null)
                : null;
        return new Database(addon.shownId(), addon.engine().orElse(""), version, -1);
    }

    @Override
    public String toString() {
        return "CleverDatabases";
    }
}
