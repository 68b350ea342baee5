package dev.pawse.ecs;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;

/**
 * Which ECS services an app has. Those that say so with the tag {@code pawse:app}; else those with the tags of the app's settings; else
 * those of its cluster that are named after it ({@code shop}, {@code shop-web}); else, where none is, all of its cluster. Every page is
 * read. Safe for many threads.
 */
final class AppServices {
    static final String APP_TAG = "pawse:app";

    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int PAGE = 100;
    private static final int DESCRIBED_AT_ONCE = 10;

    private final AwsClients clients;
    private final AppSettingsReader settings;
    private final Parallel parallel;
    private final AppPlaces places;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    AppServices(AwsClients clients, AppSettingsReader settings, Parallel parallel) {
        this.clients = clients;
        this.settings = settings;
        this.parallel = parallel;
        places = new AppPlaces(clients, settings);
    }

    /** Which services an app had, by cluster, so that the next look need not list whole clusters. */
    private record Kept(Map<String, List<String>> arns, int count, Instant until) {}

    /**
     * The app's active services by name, with their tags; empty when it has none. A service that is new in its cluster may be missing
     * for a minute.
     *
     * @throws PawseException {@link Reason#NOT_FOUND} when there is no such cluster
     */
    List<AppService> of(String app) {
        AppSettings names = settings.of(app);
        Kept known = kept.get(app);
        if (known != null && clients.clock().instant().isBefore(known.until())) {
            List<AppService> seen = among(
                    app,
                    names,
                    known.arns().entrySet().stream()
                            .flatMap(some -> described(some.getKey(), some.getValue()).stream())
                            .toList());
            if (seen.size() == known.count()) {
                return seen;
            }
        }
        List<AppService> found = among(app, names, inClusters(places.of(app)));
        keep(app, found);
        return found;
    }

    /** Remembers which services an app has. */
    void keep(String app, List<AppService> services) {
        Map<String, List<String>> arns = services.stream()
                .collect(Collectors.groupingBy(
                        AppService::cluster,
                        TreeMap::new,
                        Collectors.mapping(one -> one.service().serviceArn(), Collectors.toList())));
        if (arns.isEmpty()) {
            kept.remove(app);
        } else {
            kept.put(
                    app,
                    new Kept(arns, services.size(), clients.clock().instant().plus(KEPT)));
        }
    }

    /** Where apps are. */
    AppPlaces places() {
        return places;
    }

    private List<Service> inClusters(Set<String> clusters) {
        List<Service> all = new ArrayList<>();
        @Nullable PawseException missing = null;
        for (String cluster : clusters) {
            try {
                all.addAll(inCluster(cluster));
            } catch (PawseException e) {
                // The index of tags tells for a while of clusters that are gone.
                if (e.reason() != Reason.NOT_FOUND) {
                    throw e;
                }
                missing = e;
            }
        }
        if (missing != null && all.isEmpty()) {
            throw missing;
        }
        return all;
    }

    /**
     * The same for an app that must have some.
     *
     * @throws PawseException {@link Reason#NOT_FOUND} when it has none
     */
    List<AppService> require(AppId app) {
        List<AppService> all = of(app.name());
        if (all.isEmpty()) {
            throw new PawseException(
                    Reason.NOT_FOUND,
                    "there is no app " + app.name() + ": the cluster "
                            + settings.of(app.name()).cluster() + " has no service of it");
        }
        return all;
    }

    /** Those of an app among the services of its cluster. */
    static List<AppService> among(String app, AppSettings names, List<Service> cluster) {
        List<AppService> all = cluster.stream()
                .map(service -> AppService.of(app, service))
                .filter(AppService::isActive)
                .filter(service -> app.equals(service.tags().getOrDefault(APP_TAG, app)))
                .sorted(Comparator.comparing(AppService::name))
                .toList();
        List<AppService> told = all.stream()
                .filter(service -> service.tags().containsKey(APP_TAG))
                .toList();
        if (!told.isEmpty()) {
            return told;
        }
        Map<String, String> tags = names.tags();
        if (!tags.isEmpty()) {
            return all.stream()
                    .filter(service -> service.tags().entrySet().containsAll(tags.entrySet()))
                    .toList();
        }
        List<AppService> named = all.stream()
                .filter(service -> service.name().equals(app) || service.name().startsWith(app + "-"))
                .toList();
        return named.isEmpty() || names.cluster().equals(app) ? all : named;
    }

    /** All services of a cluster, of whatever app, with their tags. */
    List<Service> inCluster(String cluster) {
        List<String> arns = clients
                .ecs()
                .listServicesPaginator(request -> request.cluster(cluster).maxResults(PAGE))
                .serviceArns()
                .stream()
                .toList();
        return described(cluster, arns);
    }

    /**
     * What ECS tells of services of one cluster, with their tags; those that are gone are left out.
     *
     * @throws PawseException {@link Reason#UNAVAILABLE} when it tells of fewer than it was asked about
     */
    List<Service> described(String cluster, List<String> arns) {
        return parallel
                .map(Parallel.pieces(arns, DESCRIBED_AT_ONCE), some -> described(clients, cluster, some))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<Service> described(AwsClients clients, String cluster, List<String> some) {
        DescribeServicesResponse answer = clients.ecs()
                .describeServices(
                        request -> request.cluster(cluster).services(some).include(ServiceField.TAGS));
        if (answer.services().size() + answer.failures().size() < some.size()) {
            throw new PawseException(
                    Reason.UNAVAILABLE,
                    "ecs tells of " + answer.services().size() + " of " + some.size() + " services in " + cluster);
        }
        return answer.services();
    }
}
