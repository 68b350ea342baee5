package dev.pawse.scalingo;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Handles the databases that are add-ons. A dump is a backup that is made for it and stays with the platform's others; loading and the
 * shell go by a one-off container, because only the platform's own network reaches a database.
 */
final class ScalingoDatabases implements Databases {
    private final Apps apps;
    private final DatabaseApi api;
    private final DatabaseLoad load;
    private final ScalingoShell shell;

    ScalingoDatabases(Apps apps, DatabaseApi api, DatabaseLoad load, ScalingoShell shell) {
        this.apps = apps;
        this.api = api;
        this.load = load;
        this.shell = shell;
    }

    @Override
    public List<Database> databases(AppId app) {
        Place place = apps.place(app);
        return DatabaseAddon.of(place).stream()
                .map(one -> new Database(one.id(), one.engine(), api.version(place, one), -1))
                .toList();
    }

    @Override
    public Secret databaseUrl(AppId app, @Nullable String database) {
        Place place = apps.place(app);
        return Secret.of(DatabaseAddon.one(place, database).variable(place).value());
    }

    @Override
    public List<Backup> backups(AppId app, @Nullable String database) {
        Place place = apps.place(app);
        return api.backups(place, DatabaseAddon.one(place, database));
    }

    @Override
    public void dumpDatabase(AppId app, @Nullable String database, OutputStream to, Duration wait) {
        Place place = apps.place(app);
        DatabaseAddon addon = DatabaseAddon.one(place, database);
        if (addon.engine().equals("elasticsearch") || addon.engine().equals("opensearch")) {
            throw new PawseException(Reason.UNSUPPORTED, "scalingo makes no backups of " + addon.engine());
        }
        String backup = api.backUp(place, addon, wait);
        try (Spool spool = Spool.open()) {
            try (InputStream archive = new GZIPInputStream(api.archive(place, addon, backup))) {
                if (!spool.keepLast(new TarReader(archive))) {
                    throw new IOException("an archive without a file");
                }
            } catch (IOException e) {
                throw new PawseException(
                        Reason.UNAVAILABLE, "the backup " + backup + " could not be read: " + e.getMessage(), e);
            }
            spool.writeTo(to);
        } catch (IOException e) {
            throw new PawseException(Reason.INTERNAL, "the dump could not be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void loadDatabase(AppId app, @Nullable String database, InputStream from, Duration wait) {
        Place place = apps.place(app);
        load.run(place, DatabaseAddon.one(place, database), from, wait);
    }

    @Override
    public Shell.Session openDatabaseShell(AppId app, @Nullable String database, Shell.Request request) {
        Place place = apps.place(app);
        DatabaseAddon addon = DatabaseAddon.one(place, database);
        String command =
                DatabaseCommand.shell(addon.engine(), addon.variable(place).name());
        // What follows is for the database's own client, e.g. psql -c …
        String line = request.command().isEmpty() ? command : command + " " + CommandLine.of(request.command(), true);
        return shell.open(place, CommandLine.of(line, request.terminal() != null), request);
    }
}
