package dev.pawse.scalingo.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A folder with what one-off containers need: their own folders, the databases as files, and tools of the databases' names that work on
 * those files.
 */
final class Workshop implements AutoCloseable {
    private static final long BACKUP_NANOS = 20_000_000;
    private static final long BOOT_NANOS = 15_000_000;

    private final Path folder;
    private final AtomicInteger oneOffs = new AtomicInteger(4820);

    private Workshop(Path folder) {
        this.folder = folder;
    }

    static Workshop open() {
        try {
            Workshop workshop = new Workshop(Files.createTempDirectory("fake-scalingo"));
            Files.createDirectories(workshop.databases());
            Files.createDirectories(workshop.tools());
            workshop.tool("dbclient-fetcher", "exit 0");
            workshop.tool("pg_restore", """
                    for last; do :; done
                    [ -n "$PGPASSWORD" ] || { echo "no password" >&2; exit 2; }
                    head -c 5 "$last" | grep -q PGDMP || { echo "input file does not appear to be a valid archive" >&2; exit 1; }
                    tail -n +2 "$last" > "$DATABASES/$PGDATABASE"
                    """);
            workshop.tool("psql", """
                    [ -n "$PGPASSWORD" ] || { echo "no password" >&2; exit 2; }
                    for last; do [ -f "$last" ] && { cat "$last" > "$DATABASES/$PGDATABASE"; exit 0; }; done
                    cat
                    """);
            return workshop;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Addon database(String engine, String app) {
        return new Addon(engine, app, databases(), BACKUP_NANOS);
    }

    /** A one-off container with an app's variables and those of the request. */
    OneOff oneOff(HostedApp app, String command, Map<String, String> more) {
        int index = oneOffs.incrementAndGet();
        Path own = folder.resolve("one-off-" + index);
        Map<String, String> environment = new TreeMap<>();
        app.variables().forEach(variable -> environment.put(variable.name(), app.resolved(variable.value())));
        environment.putAll(more);
        environment.put("PATH", OneOff.path(tools()));
        environment.put("HOME", own.toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("DATABASES", databases().toString());
        environment.put("CONTAINER", "one-off-" + index);
        return new OneOff(index, command, environment, own, BOOT_NANOS);
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // A process that is being killed may still write there.
        }
    }

    private Path databases() {
        return folder.resolve("databases");
    }

    private Path tools() {
        return folder.resolve("tools");
    }

    private void tool(String name, String script) throws IOException {
        Path file = tools().resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
