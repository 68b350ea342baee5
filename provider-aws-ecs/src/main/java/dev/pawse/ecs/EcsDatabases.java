package dev.pawse.ecs;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Shell;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Dumps, loads and opens an app's database, which only the app's own network reaches: by tasks of a definition that has its tools, with S3
 * between them and us. Nothing is left in S3 when it is done, but for what is asked to stay. Safe for many threads.
 */
final class EcsDatabases implements Databases {
    /** An app has one database, as far as its settings tell. */
    static final String MAIN = "main";

    private static final String ENGINE = "postgresql";
    private static final String ADDRESS = "DATABASE_URL";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final AwsClients clients;
    private final AppSettingsReader settings;
    private final AppPresence presence;
    private final TaskDefinitions definitions;
    private final EcsConfigVars configVars;
    private final DatabaseTasks tasks;
    private final Leftovers leftovers;
    private final S3Objects objects;
    private final EcsShell shell;
    private final String user;

    EcsDatabases(
            AwsClients clients,
            AppSettingsReader settings,
            AppPresence presence,
            TaskDefinitions definitions,
            EcsConfigVars configVars,
            AppTasks appTasks,
            OneOffTasks oneOffs,
            EcsShell shell,
            String user) {
        this.clients = clients;
        this.settings = settings;
        this.presence = presence;
        this.definitions = definitions;
        this.configVars = configVars;
        this.shell = shell;
        this.user = user;
        objects = new S3Objects(clients);
        tasks = new DatabaseTasks(clients, oneOffs);
        leftovers = new Leftovers(clients, appTasks, oneOffs, objects);
    }

    @Override
    public List<Database> databases(AppId app) {
        return find(app).isPresent() ? List.of(new Database(MAIN, ENGINE, null, -1)) : List.of();
    }

    @Override
    public Secret databaseUrl(AppId app, @Nullable String database) {
        require(app, database);
        Map<String, Secret> variables = configVars.configVars(app);
        Secret address = variables.get(ADDRESS);
        if (address == null) {
            throw new PawseException(
                    Reason.NOT_FOUND,
                    app.name() + " has no variable " + ADDRESS + " that tells its database's address");
        }
        return address;
    }

    /** What is in the bucket's folder of dumps: those that other tools made, or that a dump in another place is about to fetch. */
    @Override
    public List<Backup> backups(AppId app, @Nullable String database) {
        DatabasePlace place = require(app, database);
        List<Backup> backups = new ArrayList<>();
        for (S3Object object : clients.s3()
                .listObjectsV2Paginator(
                        request -> request.bucket(place.bucket()).prefix(TransferKey.DUMPS + "/"))
                .contents()) {
            backups.add(new Backup(
                    new S3Place(place.bucket(), object.key()).uri(), MAIN, object.lastModified(), object.size()));
        }
        backups.sort(Comparator.comparing(Backup::createdAt).reversed());
        return backups;
    }

    @Override
    public void dumpDatabase(AppId app, @Nullable String database, OutputStream to, Duration wait) {
        DatabasePlace place = require(app, database);
        leftovers.clear(place);
        Instant now = clients.clock().instant();
        S3Place object = new S3Place(
                place.bucket(), TransferKey.of(TransferKey.DUMPS, now, user).key());
        try (AtExit exit = AtExit.run(() -> objects.delete(object))) {
            tasks.run(place, "db-dump", "the dump", List.of(DatabasePlace.DUMP, object.uri()), now.plus(wait));
            objects.download(object, to);
        } finally {
            objects.delete(object);
        }
    }

    @Override
    public void loadDatabase(AppId app, @Nullable String database, InputStream from, Duration wait) {
        DatabasePlace place = require(app, database);
        leftovers.clear(place);
        leftovers.requireNoLoad(place);
        Instant now = clients.clock().instant();
        S3Place object = new S3Place(
                place.bucket(), TransferKey.of(TransferKey.UPLOADS, now, user).key());
        try (AtExit exit = AtExit.run(() -> objects.delete(object))) {
            if (objects.upload(from, object) == 0) {
                throw new PawseException(Reason.INVALID, "the dump is empty");
            }
            load(place, object, now.plus(wait));
        } finally {
            objects.delete(object);
        }
    }

    @Override
    public boolean keepsDumps() {
        return true;
    }

    /** Under a name that says what it is, so that nobody takes it for what a killed dump left behind. */
    @Override
    public String dumpAndKeepDatabase(AppId app, @Nullable String database, OutputStream to, Duration wait) {
        DatabasePlace place = require(app, database);
        leftovers.clear(place);
        Instant now = clients.clock().instant();
        S3Place object =
                new S3Place(place.bucket(), TransferKey.DUMPS + "/" + app.name() + "-" + STAMP.format(now) + ".dump");
        boolean done = false;
        try (AtExit exit = AtExit.run(() -> objects.delete(object))) {
            tasks.run(place, "db-dump", "the dump", List.of(DatabasePlace.DUMP, object.uri()), now.plus(wait));
            objects.download(object, to);
            done = true;
        } finally {
            if (!done) {
                objects.delete(object);
            }
        }
        return object.uri();
    }

    @Override
    public void loadKeptDump(AppId app, @Nullable String database, String address, Duration wait) {
        S3Place object = S3Place.parse(address)
                .filter(found -> address.startsWith("s3://") && !found.key().isEmpty())
                .orElseThrow(() -> new PawseException(
                        Reason.INVALID, "'" + address + "' is no dump in S3 such as s3://bucket/dumps/monday.dump"));
        DatabasePlace place = require(app, database);
        requireThere(object);
        leftovers.clear(place);
        leftovers.requireNoLoad(place);
        load(place, object, clients.clock().instant().plus(wait));
    }

    @Override
    public Shell.Session openDatabaseShell(AppId app, @Nullable String database, Shell.Request request) {
        require(app, database);
        List<String> command = new ArrayList<>(List.of("entrypoint.sh", "psql"));
        // What follows is for psql, e.g. -c …
        command.addAll(request.command());
        return shell.openIn(app, settings.of(app.name()).databaseShellTaskFamily(), command, request);
    }

    /** Whoever may not look leaves it to the task to find it. */
    private void requireThere(S3Place object) {
        try {
            clients.s3().headObject(request -> request.bucket(object.bucket()).key(object.key()));
        } catch (PawseException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                throw new PawseException(Reason.NOT_FOUND, "there is no " + object, e);
            }
            if (e.reason() != Reason.FORBIDDEN) {
                throw e;
            }
        }
    }

    private void load(DatabasePlace place, S3Place object, Instant deadline) {
        try {
            tasks.run(place, "db-load", "the load", List.of(DatabasePlace.LOAD, object.uri()), deadline);
        } catch (PawseException e) {
            throw new PawseException(e.reason(), e.message() + "\nthe database may be half loaded", e);
        }
    }

    private DatabasePlace require(AppId app, @Nullable String database) {
        DatabasePlace place = find(app)
                .orElseThrow(() -> new PawseException(
                        Reason.NOT_FOUND,
                        app.name() + " has no database that can be reached: there is no task definition "
                                + settings.of(app.name()).dumpLoadTaskFamily() + "; another one is named by"
                                + " db_utils.dumpload_task_family in "
                                + AppSettings.parameter(app.name(), "/settings")));
        if (database != null && !database.equals(MAIN)) {
            throw new PawseException(
                    Reason.NOT_FOUND, app.name() + " has no database '" + database + "'; its only one is " + MAIN);
        }
        return place;
    }

    private Optional<DatabasePlace> find(AppId app) {
        AppSettings names = settings.of(app.name());
        try {
            return Optional.of(new DatabasePlace(
                    app.name(),
                    names.runTaskArguments().path("cluster").asString(names.cluster()),
                    names.databaseBucket(),
                    definitions.of(names.dumpLoadTaskFamily())));
        } catch (PawseException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
            presence.require(app);
            return Optional.empty();
        }
    }
}
