package dev.pawse.clever.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A PostgreSQL add-on: its content is a file, which the {@link DatabaseTools} read and write. Safe for many threads. */
final class Database {
    final String id = "addon_" + UUID.randomUUID();
    final String realId = "postgresql_" + UUID.randomUUID();
    final String name;
    final String database = "b" + UUID.randomUUID().toString().replace("-", "").substring(0, 15);
    final String user = "u" + database.substring(1);
    final String password = "pw-" + UUID.randomUUID().toString().replace("-", "");
    final Instant created;
    private final Clock clock;
    private final Path folder;
    private final List<Backup> backups = new ArrayList<>();

    Database(String name, Path folder, Clock clock) {
        this.clock = clock;
        created = clock.instant();
        this.name = name;
        this.folder = folder;
        content("");
        write(folder.resolve(database + ".password"), password);
    }

    /** A copy that the platform keeps. */
    record Backup(String id, Instant created, String dump) {}

    void content(String text) {
        write(folder.resolve(database), text);
    }

    String content() {
        try {
            return Files.readString(folder.resolve(database));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The platform makes its daily backup. */
    synchronized void backUp() {
        // Each a day after the one before, up to now.
        Instant at = clock.instant();
        for (int i = 0; i < backups.size(); i++) {
            Backup old = backups.get(i);
            backups.set(i, new Backup(old.id(), old.created().minus(Duration.ofDays(1)), old.dump()));
        }
        backups.add(new Backup(UUID.randomUUID().toString(), at, "PGDMP" + content()));
    }

    synchronized List<Backup> backups() {
        return List.copyOf(backups);
    }

    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("POSTGRESQL_ADDON_HOST", "127.0.0.1");
        variables.put("POSTGRESQL_ADDON_PORT", "5432");
        variables.put("POSTGRESQL_ADDON_DIRECT_HOST", "127.0.0.1");
        variables.put("POSTGRESQL_ADDON_DIRECT_PORT", "5433");
        variables.put("POSTGRESQL_ADDON_DB", database);
        variables.put("POSTGRESQL_ADDON_USER", user);
        variables.put("POSTGRESQL_ADDON_PASSWORD", password);
        variables.put("POSTGRESQL_ADDON_URI", "postgresql://" + user + ":" + password + "@127.0.0.1:5432/" + database);
        return variables;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
