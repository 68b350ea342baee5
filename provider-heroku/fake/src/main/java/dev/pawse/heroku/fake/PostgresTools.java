package dev.pawse.heroku.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * Stand-ins for {@code psql} and {@code pg_restore} as a dyno has them: they find their database by libpq's variables alone, check the
 * password, and write down the arguments with which they were called.
 */
final class PostgresTools {
    private static final String COMMON = """
            #!/bin/sh
            echo "${0##*/} $*" >> "$PAWSE_FAKE_DATABASES/arguments"
            database="$PAWSE_FAKE_DATABASES/${PGDATABASE:-none}"
            if [ ! -f "$database" ] || [ "$(cat "$database.password")" != "${PGPASSWORD:-none}" ]; then
              echo "${0##*/}: error: connection failed: FATAL: password authentication failed" >&2
              exit 2
            fi
            """;

    private static final String PSQL = COMMON + """
            case "$*" in
              *--single-transaction*) sed 1d > "$database" ;;
              *--command*) echo "content: $(cat "$database")" ;;
              *) cat > /dev/null ;;
            esac
            """;

    private static final String PG_RESTORE = COMMON + """
            for dump; do :; done
            if [ "$(head -c 5 "$dump")" != PGDMP ]; then
              echo "pg_restore: error: input file does not appear to be a valid archive" >&2
              exit 1
            fi
            tail -c +6 "$dump" > "$database"
            """;

    private final Path folder;

    private PostgresTools(Path folder) {
        this.folder = folder;
    }

    /** @param folder where the databases are */
    static PostgresTools install(Path folder) {
        Map.of("psql", PSQL, "pg_restore", PG_RESTORE).forEach((name, text) -> {
            try {
                Path tool = Files.createDirectories(folder.resolve("bin")).resolve(name);
                Files.writeString(tool, text);
                Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return new PostgresTools(folder);
    }

    /** What a dyno's environment has for them. */
    Map<String, String> environment() {
        return Map.of(
                "PATH",
                folder.resolve("bin") + ":" + System.getenv().getOrDefault("PATH", "/usr/bin:/bin"),
                "PAWSE_FAKE_DATABASES",
                folder.toString());
    }

    /** The lines with which they were called. */
    List<String> calls() {
        try {
            Path written = folder.resolve("arguments");
            return Files.exists(written) ? Files.readAllLines(written) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
