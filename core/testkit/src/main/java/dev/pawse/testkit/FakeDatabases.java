package dev.pawse.testkit;

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
import org.jspecify.annotations.Nullable;

/** The databases of a {@link FakeProvider}. */
final class FakeDatabases implements Databases {
    private final FakeProvider platform;

    FakeDatabases(FakeProvider platform) {
        this.platform = platform;
    }

    @Override
    public List<Database> databases(AppId app) {
        return platform.ask(
                Operation.DATABASES,
                app,
                asked -> asked.databases().stream().map(FakeDatabase::seen).toList());
    }

    @Override
    public Secret databaseUrl(AppId app, @Nullable String database) {
        return platform.ask(
                Operation.DATABASE_URL, app, asked -> chosen(asked, database).url());
    }

    @Override
    public List<Backup> backups(AppId app, @Nullable String database) {
        return platform.ask(
                Operation.BACKUPS, app, asked -> chosen(asked, database).backups());
    }

    @Override
    public void dumpDatabase(AppId app, @Nullable String database, OutputStream to, Duration wait) {
        platform.tell(Operation.DUMP_DATABASE, app, asked -> {
            byte[] dump = chosen(asked, database).dump();
            try {
                to.write(dump);
                to.flush();
            } catch (IOException e) {
                throw new PawseException(Reason.UNAVAILABLE, app + ": the dump could not be written", e);
            }
        });
    }

    @Override
    public void loadDatabase(AppId app, @Nullable String database, InputStream from, Duration wait) {
        platform.tell(Operation.LOAD_DATABASE, app, asked -> {
            FakeDatabase chosen = chosen(asked, database);
            try {
                chosen.load(from.readAllBytes());
            } catch (IOException e) {
                throw new PawseException(Reason.UNAVAILABLE, app + ": the dump could not be read", e);
            }
        });
    }

    @Override
    public Shell.Session openDatabaseShell(AppId app, @Nullable String database, Shell.Request request) {
        return platform.ask(Operation.OPEN_DATABASE_SHELL, app, asked -> {
            chosen(asked, database);
            return FakeSession.start(request, asked.program());
        });
    }

    private static FakeDatabase chosen(FakeApp app, @Nullable String database) {
        return app.databases().stream()
                .filter(one -> database == null || one.id().equals(database))
                .findFirst()
                .orElseThrow(() -> new PawseException(
                        Reason.NOT_FOUND, app.id() + ": has no database" + (database == null ? "" : " " + database)));
    }
}
