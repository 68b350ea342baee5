package dev.pawse.scalingo;

import static java.util.Objects.requireNonNull;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An add-on that is a database (developers.scalingo.com, "Addons").
 *
 * @param engine e.g. {@code postgresql}
 * @param resource the platform's name for the database, which stands in its address too
 */
record DatabaseAddon(String id, String engine, String resource) {
    /** What an engine is called by the API, also as a part of a longer name, and by the variable that leads to it. */
    private static final Map<String, String> ENGINES = new TreeMap<>(Map.of(
            "postgresql", "POSTGRESQL",
            "mysql", "MYSQL",
            "redis", "REDIS",
            "mongo", "MONGO",
            "elasticsearch", "ELASTICSEARCH",
            "opensearch", "OPENSEARCH",
            "influx", "INFLUX"));

    @JsonNaming(SnakeCaseStrategy.class)
    record Addon(
            String id,
            @Nullable String resourceId,
            @Nullable Provider addonProvider) {
        Addon {
            requireNonNull(id);
        }
    }

    record Provider(String id) {
        Provider {
            requireNonNull(id);
        }
    }

    record All(List<Addon> addons) {
        All {
            addons = List.copyOf(addons);
        }
    }

    /** All of an app; other add-ons are passed over. */
    static List<DatabaseAddon> of(Place place) {
        return place.get("addons").read(All.class).addons().stream()
                .flatMap(addon -> database(addon).stream())
                .toList();
    }

    /**
     * One of an app.
     *
     * @param wanted its id, or null for the only one
     * @throws PawseException {@link Reason#NOT_FOUND} when there is none, {@link Reason#INVALID} when it is not clear which
     */
    static DatabaseAddon one(Place place, @Nullable String wanted) {
        List<DatabaseAddon> all = of(place);
        if (wanted != null) {
            return all.stream()
                    .filter(one -> one.id.equals(wanted) || one.resource.equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new PawseException(
                            Reason.NOT_FOUND,
                            place + " has no database " + wanted + (all.isEmpty() ? "" : "; it has " + names(all))));
        }
        if (all.isEmpty()) {
            throw new PawseException(Reason.NOT_FOUND, place + " has no database");
        }
        if (all.size() > 1) {
            throw new PawseException(Reason.INVALID, place + " has several databases, say which one: " + names(all));
        }
        return all.get(0);
    }

    /**
     * The variable that holds its address: the one whose value names it, else the engine's usual one.
     *
     * @throws PawseException {@link Reason#NOT_FOUND} when there is none
     */
    Variable variable(Place place) {
        String usual = "SCALINGO_" + ENGINES.getOrDefault(engine, engine.toUpperCase(Locale.ROOT)) + "_URL";
        List<Variable> addresses = Variable.of(place, false).stream()
                .filter(one -> one.value().contains("://"))
                .toList();
        return addresses.stream()
                .filter(one -> one.value().contains(resource) || one.value().contains(resource.replace('_', '-')))
                .min(Comparator.comparing(
                        one -> one.name().equals(usual) ? 0 : one.name().startsWith("SCALINGO_") ? 1 : 2))
                .or(() -> addresses.stream()
                        .filter(one -> one.name().equals(usual))
                        .findFirst())
                .orElseThrow(() -> new PawseException(
                        Reason.NOT_FOUND, place + " has no variable with the address of the database " + resource));
    }

    private static Optional<DatabaseAddon> database(Addon addon) {
        String provider =
                addon.addonProvider == null ? "" : addon.addonProvider.id().toLowerCase(Locale.ROOT);
        return ENGINES.keySet().stream()
                .filter(provider::contains)
                .findFirst()
                .map(engine ->
                        new DatabaseAddon(addon.id, engine, addon.resourceId == null ? addon.id : addon.resourceId));
    }

    private static String names(List<DatabaseAddon> all) {
        return all.stream().map(one -> one.id + " (" + one.engine + ")").collect(Collectors.joining(", "));
    }
}
