package dev.pawse.spi.capability;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dumps, loads and opens an app's databases. A database is named by its id; null is the app's only or main one. */
public non-sealed interface Databases extends Capability {
    /** The app's databases, the main one first; empty when it has none. */
    List<Database> databases(AppId app);

    /** How to connect to a database. */
    Secret databaseUrl(AppId app, @Nullable String database);

    /** The backups that the platform keeps, newest first. */
    List<Backup> backups(AppId app, @Nullable String database);

    /** Makes a dump and writes it out; returns when all of it is written. */
    void dumpDatabase(AppId app, @Nullable String database, OutputStream to, Duration wait);

    /** Replaces a database's contents with a dump; returns when that is done. */
    void loadDatabase(AppId app, @Nullable String database, InputStream from, Duration wait);

    /** Whether dumps may stay on the platform and be loaded from there; where not, the two that follow are never asked for. */
    default boolean keepsDumps() {
        return false;
    }

    /**
     * Makes a dump as {@link #dumpDatabase} does and leaves it on the platform too.
     *
     * @return its address there
     */
    default String dumpAndKeepDatabase(AppId app, @Nullable String database, OutputStream to, Duration wait) {
        throw new PawseException(Reason.UNSUPPORTED, "dumps do not stay on this platform");
    }

    /**
     * Replaces a database's contents with a dump that is on the platform, and leaves it there.
     *
     * @param address as {@link #dumpAndKeepDatabase} returns it
     */
    default void loadKeptDump(AppId app, @Nullable String database, String address, Duration wait) {
        throw new PawseException(Reason.UNSUPPORTED, "dumps are loaded from files only on this platform");
    }

    /** Opens the database's own shell. */
    Shell.Session openDatabaseShell(AppId app, @Nullable String database, Shell.Request request);

    /**
     * One database.
     *
     * @param id the platform's own name for it
     * @param engine e.g. {@code postgresql}
     * @param version the engine's version, or null
     * @param bytes its size, or -1 when the platform does not tell
     */
    record Database(String id, String engine, @Nullable String version, long bytes) {}

    /** A backup that the platform keeps. */
    record Backup(String id, String database, Instant createdAt, long bytes) {}
}
