package dev.pawse.scalingo.fake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A database add-on: what it holds is a file that is named after its resource. Safe for many threads. */
final class Addon {
    /** With these bytes begins a dump of PostgreSQL's custom format. */
    static final String MAGIC = "PGDMP\n";

    static final String PASSWORD = "s3cret-of-the-database";

    private static final int BLOCK = 512;

    private final String id = Ids.next("ad");
    private final String engine;
    private final String resource;
    private final Path file;
    private final List<Backup> backups = new ArrayList<>();
    private final Map<String, byte[]> archives = new HashMap<>();
    private final long backupNanos;

    Addon(String engine, String app, Path databases, long backupNanos) {
        this.engine = engine;
        this.backupNanos = backupNanos;
        resource = app.replace('-', '_') + "_" + Integer.parseInt(id.substring(id.length() - 6), 16);
        file = databases.resolve(resource);
        content("");
    }

    /** A backup; it is done when its time has come. */
    record Backup(String id, Instant createdAt, long doneNanos, boolean fails) {
        String status() {
            if (System.nanoTime() - doneNanos < 0) {
                return "running";
            }
            return fails ? "error" : "done";
        }
    }

    String id() {
        return id;
    }

    String engine() {
        return engine;
    }

    String url() {
        return "postgres://" + resource + ":" + PASSWORD + "@" + resource.replace('_', '-')
                + ".postgresql.a.osc-fr1.scalingo-dbs.com:31234/" + resource + "?sslmode=prefer";
    }

    void content(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String content() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized Backup backUp(boolean fails) {
        String name = Instant.now().toString().replaceAll("[^0-9]", "");
        Backup backup = new Backup(Ids.next("bk"), Instant.now(), System.nanoTime() + backupNanos, fails);
        archives.put(backup.id, archive(name, (MAGIC + content()).getBytes(StandardCharsets.UTF_8)));
        backups.add(0, backup);
        return backup;
    }

    synchronized byte[] archive(Backup backup) {
        return archives.getOrDefault(backup.id, new byte[0]);
    }

    synchronized List<Backup> backups() {
        return List.copyOf(backups);
    }

    Optional<Backup> backup(String wanted) {
        return backups().stream().filter(backup -> backup.id.equals(wanted)).findFirst();
    }

    Map<String, @Nullable Object> json(String app) {
        return Json.object(
                "id",
                id,
                "app_id",
                app,
                "resource_id",
                resource,
                "status",
                "running",
                "provisioned_at",
                "2026-01-03T00:00:00.000Z",
                "deprovisioned_at",
                null,
                "plan",
                Json.object("id", "pl-1", "name", engine + "-starter-512", "display_name", "Starter 512M"),
                "addon_provider",
                Json.object("id", engine, "name", engine.toUpperCase(Locale.ROOT)));
    }

    synchronized Map<String, @Nullable Object> json(Backup backup) {
        boolean done = backup.status().equals("done");
        return Json.object(
                "id",
                backup.id,
                "created_at",
                backup.createdAt.toString(),
                "started_at",
                done ? backup.createdAt.toString() : null,
                "name",
                "backup",
                "size",
                done ? archive(backup).length : null,
                "status",
                backup.status(),
                "database_id",
                id,
                "method",
                "manual");
    }

    /** A folder and in it the dump, as the platform packs them (POSIX.1-1988, ustar). */
    private static byte[] archive(String name, byte[] dump) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(header(name + "/", 0, '5'));
            out.write(header(name + "/" + name + ".pgsql", dump.length, '0'));
            out.write(dump);
            out.write(new byte[(BLOCK - dump.length % BLOCK) % BLOCK]);
            out.write(new byte[2 * BLOCK]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] header(String name, long size, char type) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, String.format(Locale.ROOT, "%011o\0", size));
        put(header, 136, "00000000000\0");
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        return header;
    }

    private static void put(byte[] into, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, into, at, bytes.length);
    }
}
