package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Databases of RDS that rest and wake with an app, where its settings say so ({@code "pawse": {"linked": ["rds:shop-db"]}}, {@code
 * rds-cluster:} for Aurora): a start takes minutes, so nobody gets it unasked. Safe for many threads.
 */
final class LinkedDatabases {
    private static final Logger LOG = LoggerFactory.getLogger(LinkedDatabases.class);
    /** AWS starts a stopped database by itself after seven days; so often somebody looks. */
    private static final Duration LOOK_EVERY = Duration.ofHours(1);

    private final AwsClients clients;
    private final AppSettingsReader settings;
    private final Predicate<String> rests;
    private final Clock clock;
    private final Map<String, Set<String>> users = new ConcurrentHashMap<>();
    private final Map<String, Instant> looked = new ConcurrentHashMap<>();

    /** @param rests whether an app rests, asked about those that share a database with one that is put to rest */
    LinkedDatabases(AwsClients clients, AppSettingsReader settings, Predicate<String> rests) {
        this.clients = clients;
        this.settings = settings;
        this.rests = rests;
        clock = clients.clock();
    }

    private record Database(String id, boolean isCluster) {
        static Database read(String app, String link) {
            if (link.startsWith("rds:")) {
                return new Database(link.substring(4), false);
            }
            if (link.startsWith("rds-cluster:")) {
                return new Database(link.substring(12), true);
            }
            throw new PawseException(
                    Reason.INVALID,
                    "pawse.linked of " + app + ": '" + link + "' is neither rds:INSTANCE nor rds-cluster:CLUSTER");
        }
    }

    /** Takes note of an app's settings, so that databases which several apps share are known. */
    void know(String app, AppSettings of) {
        for (String link : of.linked()) {
            users.computeIfAbsent(link, any -> ConcurrentHashMap.newKeySet()).add(app);
        }
    }

    /** Starts those that are stopped; one that is just stopping starts later, at {@link #areReady}. */
    void start(String app) {
        for (Database database : of(app)) {
            if (status(database).equals("stopped")) {
                start(database);
            }
        }
    }

    /** Whether all are there; starts what is stopped. */
    boolean areReady(String app) {
        boolean ready = true;
        for (Database database : of(app)) {
            String status = status(database);
            ready &= status.equals("available");
            if (status.equals("stopped")) {
                start(database);
            }
        }
        return ready;
    }

    /** Stops those that no other app needs which does not rest. */
    void stop(String app) {
        for (String link : settings.of(app).linked()) {
            Database database = Database.read(app, link);
            List<String> others = users.getOrDefault(link, Set.of()).stream()
                    .filter(other -> !other.equals(app) && !rests.test(other))
                    .sorted()
                    .toList();
            if (!others.isEmpty()) {
                LOG.info("{}: {} stays up for {}", app, link, others);
            } else if (status(database).equals("available")) {
                stop(database);
            }
        }
    }

    /** Stops again what AWS started by itself. */
    void stopAgain(String app) {
        if (settings.of(app).linked().isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Instant last = looked.get(app);
        if (last == null) {
            looked.put(app, now);
        } else if (!last.plus(LOOK_EVERY).isAfter(now)) {
            looked.put(app, now);
            stop(app);
        }
    }

    private List<Database> of(String app) {
        return settings.of(app).linked().stream()
                .map(link -> Database.read(app, link))
                .toList();
    }

    private String status(Database database) {
        return database.isCluster()
                ? clients.rds()
                        .describeDBClusters(request -> request.dbClusterIdentifier(database.id()))
                        .dbClusters()
                        .get(0)
                        .status()
                : clients.rds()
                        .describeDBInstances(request -> request.dbInstanceIdentifier(database.id()))
                        .dbInstances()
                        .get(0)
                        .dbInstanceStatus();
    }

    private void start(Database database) {
        unlessBusy(
                database,
                database.isCluster()
                        ? () -> clients.rds().startDBCluster(request -> request.dbClusterIdentifier(database.id()))
                        : () -> clients.rds().startDBInstance(request -> request.dbInstanceIdentifier(database.id())));
    }

    private void stop(Database database) {
        unlessBusy(
                database,
                database.isCluster()
                        ? () -> clients.rds().stopDBCluster(request -> request.dbClusterIdentifier(database.id()))
                        : () -> clients.rds().stopDBInstance(request -> request.dbInstanceIdentifier(database.id())));
    }

    /** Somebody may have changed its state since the look: then there is nothing to do, or it is done at a later one. */
    private static void unlessBusy(Database database, Runnable change) {
        try {
            change.run();
        } catch (PawseException e) {
            if (e.reason() != Reason.CONFLICT) {
                throw e;
            }
            LOG.info("{}: {}", database.id(), e.message());
        }
    }
}
