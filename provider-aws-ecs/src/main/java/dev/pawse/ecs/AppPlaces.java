package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/**
 * In which clusters apps are: where their settings say; else where services carry the tag {@code pawse:app}, as the index of tags tells
 * for all clusters at once; else in a cluster of their own name. Safe for many threads.
 */
final class AppPlaces {
    private static final Logger LOG = LoggerFactory.getLogger(AppPlaces.class);
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int PAGE = 100;

    private final AwsClients clients;
    private final AppSettingsReader settings;
    private final Clock clock;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private volatile boolean warned;

    AppPlaces(AwsClients clients, AppSettingsReader settings) {
        this.clients = clients;
        this.settings = settings;
        clock = clients.clock();
    }

    private record Kept(Set<String> clusters, Instant until) {}

    /** The clusters of one app, by name or ARN; never empty. */
    Set<String> of(String app) {
        AppSettings names = settings.of(app);
        if (saysCluster(names)) {
            return Set.of(names.cluster());
        }
        Kept found = kept.get(app);
        if (found == null || !clock.instant().isBefore(found.until())) {
            found = keep(app, tagged(app).getOrDefault(app, Set.of()));
        }
        return found.clusters().isEmpty() ? Set.of(names.cluster()) : found.clusters();
    }

    /** The clusters of all apps whose services are tagged, by app. */
    Map<String, Set<String>> tagged() {
        Map<String, Set<String>> all = tagged("");
        all.forEach(this::keep);
        return all;
    }

    /** Whether somebody told the cluster of an app. */
    static boolean saysCluster(AppSettings names) {
        return names.origins().containsKey("cluster.name");
    }

    private Kept keep(String app, Set<String> clusters) {
        Kept now = new Kept(Set.copyOf(clusters), clock.instant().plus(KEPT));
        kept.put(app, now);
        return now;
    }

    /** @param app the only one to ask for, or empty for all */
    private Map<String, Set<String>> tagged(String app) {
        TagFilter filter = TagFilter.builder()
                .key(AppServices.APP_TAG)
                .values(app.isEmpty() ? Set.of() : Set.of(app))
                .build();
        Map<String, Set<String>> clusters = new TreeMap<>();
        try {
            clients
                    .tagging()
                    .getResourcesPaginator(request -> request.resourceTypeFilters("ecs:service")
                            .tagFilters(filter)
                            .resourcesPerPage(PAGE))
                    .stream()
                    .flatMap(page -> page.resourceTagMappingList().stream())
                    .forEach(found -> found.tags().stream()
                            .filter(tag -> tag.key().equals(AppServices.APP_TAG))
                            .map(Tag::value)
                            .forEach(name -> add(clusters, name, found.resourceARN())));
        } catch (PawseException e) {
            if (e.reason() != Reason.FORBIDDEN) {
                throw e;
            }
            if (!warned) {
                warned = true;
                LOG.warn("apps are not looked for by the tag {}: {}", AppServices.APP_TAG, e.getMessage());
            }
        }
        return clusters;
    }

    /** ARNs of the old form do not tell the cluster. */
    private static void add(Map<String, Set<String>> clusters, String app, String arn) {
        String[] parts = arn.split("/", -1);
        if (parts.length == 3) {
            clusters.computeIfAbsent(app, any -> new TreeSet<>()).add(parts[1]);
        }
    }
}
