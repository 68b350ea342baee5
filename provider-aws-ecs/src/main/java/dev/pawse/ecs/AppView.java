package dev.pawse.ecs;

import dev.pawse.ecs.Upstream.Place;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Task;

/** Makes an {@link App} of what ECS tells of its services and tasks. Safe for many threads. */
final class AppView {
    private final Region region;
    private final Upstream upstream;
    private final StartFailures failures;

    AppView(Region region, Upstream upstream, StartFailures failures) {
        this.region = region;
        this.upstream = upstream;
        this.failures = failures;
    }

    Upstream upstream() {
        return upstream;
    }

    /** @param tasks those that run of the app's web services; more do no harm */
    App of(AppId id, AppSettings settings, List<AppService> services, List<Task> tasks) {
        List<AppService> web = Upstream.web(services);
        Map<String, String> details = details(settings, services);
        Optional<String> failure = failure(services);
        failure.ifPresent(reason -> details.put("reason", reason));
        boolean oldTasksOnly = needsTasks(settings, services)
                && web.stream()
                        .allMatch(service ->
                                Upstream.running(service, tasks).findAny().isEmpty());
        AppState state = state(services, failure.isPresent(), oldTasksOnly);
        Place place = state != AppState.RUNNING
                ? Place.NONE
                : Upstream.told(services, settings)
                        .map(told -> new Place(List.of(told), null))
                        .orElseGet(() -> upstream.place(web, tasks));
        return App.builder(id)
                .state(state)
                .endpoints(place.endpoints())
                .upstreamHost(place.host())
                .hosts(upstream.hosts(web))
                .formation(EcsScaling.formation(services))
                .claimed(settings.isTold()
                        || services.stream().anyMatch(service -> service.tags().containsKey(AppServices.APP_TAG)))
                .alwaysOn(services.stream().noneMatch(AppService::isCounted))
                .details(details)
                .build();
    }

    /** Whether the tasks of an app's web services have to be looked at. */
    boolean needsTasks(AppSettings settings, List<AppService> services) {
        return upstream.needsTasks()
                && Upstream.told(services, settings).isEmpty()
                && Upstream.web(services).stream()
                        .anyMatch(service -> service.service().runningCount() > 0);
    }

    private Optional<String> failure(List<AppService> services) {
        return deciding(services).stream().anyMatch(service -> service.service().runningCount() > 0)
                ? Optional.empty()
                : deciding(services).stream()
                        .map(failures::of)
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    /** @param oldTasksOnly whether what is counted as running of the web services is about to stop */
    private static AppState state(List<AppService> services, boolean failed, boolean oldTasksOnly) {
        List<AppService> deciding = deciding(services);
        boolean runs = (deciding.isEmpty() ? stoppable(services) : deciding)
                .stream().anyMatch(service -> service.service().runningCount() > 0);
        if (deciding.isEmpty()) {
            return runs ? AppState.STOPPING : AppState.STOPPED;
        }
        if (runs) {
            return oldTasksOnly && Upstream.web(services).containsAll(deciding) ? AppState.STARTING : AppState.RUNNING;
        }
        return failed ? AppState.CRASHED : AppState.STARTING;
    }

    /** Those of which one must run for the app to run: the web processes that are asked to, else whatever is asked to. */
    private static List<AppService> deciding(List<AppService> services) {
        List<AppService> asked = stoppable(services).stream()
                .filter(service -> service.service().desiredCount() > 0)
                .toList();
        List<AppService> web =
                Upstream.web(services).stream().filter(asked::contains).toList();
        return web.isEmpty() ? asked : web;
    }

    /** Daemons run whether or not the app does, unless it is made of nothing else. */
    private static List<AppService> stoppable(List<AppService> services) {
        List<AppService> counted =
                services.stream().filter(AppService::isCounted).toList();
        return counted.isEmpty() ? services : counted;
    }

    private Map<String, String> details(AppSettings settings, List<AppService> services) {
        Map<String, String> details = new TreeMap<>();
        details.put("region", region.id());
        String cluster = services.get(0).cluster().replaceFirst(".*/", "");
        details.put("cluster", cluster);
        details.put("consoleUrl", ConsoleLinks.services(region, cluster));
        details.put("logsUrl", ConsoleLinks.logs(region, settings.logGroup()));
        services.stream()
                .flatMap(service -> service.service().deployments().stream())
                .map(Deployment::createdAt)
                .filter(Objects::nonNull)
                .max(Comparator.<Instant>naturalOrder())
                .ifPresent(at -> details.put("deployedAt", at.toString()));
        return details;
    }
}
