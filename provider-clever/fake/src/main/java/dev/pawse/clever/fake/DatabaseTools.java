package dev.pawse.clever.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Programs with the names of PostgreSQL's tools for a folder of {@link Database} files: they log in as the real ones do, by their
 * environment, and note their command lines in {@code commands.log}.
 */
final class DatabaseTools {
    private static final String BEGIN = """
            #!/bin/sh
            echo "$0 $*" >> '%1$s/commands.log'
            if [ "$PGPASSWORD" != "$(cat "%1$s/$PGDATABASE.password" 2>/dev/null)" ]; then
              echo "error: connection to server at \\"$PGHOST\\", port $PGPORT failed: FATAL: password authentication failed for user \\"$PGUSER\\"" >&2
              exit 1
            fi
            """;

    private DatabaseTools() {}

    static void write(Path folder) {
        try {
            tool(folder, "pg_dump", "printf PGDMP; cat \"%1$s/$PGDATABASE\"\n");
            tool(
                    folder,
                    "pg_restore",
                    "tail -c +6 > \"%1$s/$PGDATABASE.new\" && mv \"%1$s/$PGDATABASE.new\" \"%1$s/$PGDATABASE\"\n");
            tool(folder, "psql", """
                    statements=$(cat)
                    case "$statements" in
                      '') ;;
                      [sS][eE][lL][eE][cC][tT]*) cat "%1$s/$PGDATABASE" ;;
                      *) printf '%%s' "$statements" > "%1$s/$PGDATABASE" ;;
                    esac
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void tool(Path folder, String name, String body) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, String.format(java.util.Locale.ROOT, BEGIN + body, folder));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
