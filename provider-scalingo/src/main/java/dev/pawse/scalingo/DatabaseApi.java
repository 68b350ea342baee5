package dev.pawse.scalingo;

import static java.util.Objects.requireNonNull;

import dev.pawse.http.ApiCall;
import dev.pawse.http.JsonApi;
import dev.pawse.http.Pauses;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Databases.Backup;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The API of databases (developers.scalingo.com, "Database API"): a host of its own, and a token of its own for each database. */
final class DatabaseApi {
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final Account account;
    private final Map<String, JsonApi> apis = new ConcurrentHashMap<>();

    DatabaseApi(Account account) {
        this.account = account;
    }

    record Tokened(Token addon) {
        Tokened {
            requireNonNull(addon);
        }
    }

    record Token(@Nullable String token) {}

    record Described(Database database) {
        Described {
            requireNonNull(database);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Database(@Nullable String readableVersion) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record AllBackups(List<Copy> databaseBackups) {
        AllBackups {
            databaseBackups = List.copyOf(databaseBackups);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record OneBackup(Copy databaseBackup) {
        OneBackup {
            requireNonNull(databaseBackup);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Copy(
            String id,
            @Nullable String createdAt,
            @Nullable Long size,
            @Nullable String status) {
        Copy {
            requireNonNull(id);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Archive(@Nullable String downloadUrl) {}

    /** The engine's version, or null where the platform does not tell. */
    @Nullable
    String version(Place place, DatabaseAddon database) {
        return get(place, database)
                .find(Described.class)
                .map(found -> found.database.readableVersion)
                .orElse(null);
    }

    /** The backups that are done, newest first. */
    List<Backup> backups(Place place, DatabaseAddon database) {
        return get(place, database, "backups").read(AllBackups.class).databaseBackups.stream()
                .filter(copy -> "done".equals(copy.status))
                .map(copy -> new Backup(
                        copy.id,
                        database.id(),
                        Moments.parse(copy.createdAt, Instant.EPOCH),
                        copy.size == null ? -1 : copy.size))
                .sorted(Comparator.comparing(Backup::createdAt).reversed())
                .toList();
    }

    /**
     * Makes a backup and waits for it.
     *
     * @return its id
     */
    String backUp(Place place, DatabaseAddon database, Duration wait) {
        String id = api(place, database)
                .post("databases", database.id(), "backups")
                .read(OneBackup.class)
                .databaseBackup
                .id;
        return Pauses.until(
                account.clock(),
                LOOK,
                wait,
                () -> finished(place, database, id),
                () -> new PawseException(
                        Reason.TIMEOUT,
                        "the backup of " + database.resource() + " goes on after " + wait.toSeconds()
                                + " s; it will be among the backups"));
    }

    /** A backup's archive as it comes, a {@code .tar.gz}. */
    InputStream archive(Place place, DatabaseAddon database, String backup) {
        String url = get(place, database, "backups", backup, "archive").read(Archive.class).downloadUrl;
        return place.region()
                .api()
                .signed("GET", HandedOut.address(url, "the backup " + backup))
                .open(SILENCE);
    }

    private Optional<String> finished(Place place, DatabaseAddon database, String id) {
        String status = get(place, database, "backups", id).read(OneBackup.class).databaseBackup.status;
        return switch (status == null ? "" : status) {
            case "done" -> Optional.of(id);
            case "error", "cancelled", "cancelling" ->
                throw new PawseException(Reason.FAILED, "the backup of " + database.resource() + " ended as " + status);
            default -> Optional.empty();
        };
    }

    private ApiCall get(Place place, DatabaseAddon database, String... path) {
        String[] whole = new String[path.length + 2];
        whole[0] = "databases";
        whole[1] = database.id();
        System.arraycopy(path, 0, whole, 2, path.length);
        return api(place, database).get(whole);
    }

    private JsonApi api(Place place, DatabaseAddon database) {
        return apis.computeIfAbsent(
                database.id(),
                id -> account.api(place.region().database(), new BearerToken(() -> token(place, id), account.clock())));
    }

    private static String token(Place place, String addon) {
        String token = place.post("addons", addon, "token").repeatable().read(Tokened.class).addon.token;
        if (token == null) {
            throw new PawseException(Reason.UNAVAILABLE, "scalingo answered without a token for the database");
        }
        return token;
    }
}
