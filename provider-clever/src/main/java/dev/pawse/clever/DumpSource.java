package dev.pawse.clever;

import dev.pawse.spi.Settings;
import java.util.Locale;

/** Where a dump of a database comes from. */
enum DumpSource {
    /** From the database as it is now, by the tools of PostgreSQL on this machine. */
    LIVE,
    /** From the newest of the platform's daily backups, which needs no tools. */
    BACKUP;

    static DumpSource of(Settings settings) {
        String text = settings.text("dump").orElse("live").toLowerCase(Locale.ROOT);
        return switch (text) {
            case "live" -> LIVE;
            case "latest-backup" -> BACKUP;
            default -> throw settings.invalid("dump", "is '" + text + "'; right is live or latest-backup");
        };
    }
}
