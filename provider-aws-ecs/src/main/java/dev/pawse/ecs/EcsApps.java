package dev.pawse.ecs;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** The apps of an account: those that have settings in the Parameter Store. */
final class EcsApps {
    private static final String FOLDER = "/paaws/apps";

    private final String provider;
    private final AwsClients clients;
    private final AppServices services;
    private final Parallel parallel;

    EcsApps(String provider, AwsClients clients, AppServices services, Parallel parallel) {
        this.provider = provider;
        this.clients = clients;
        this.services = services;
        this.parallel = parallel;
    }

    List<App> all() {
        TreeSet<String> names = new TreeSet<>();
        clients
                .ssm()
                .getParametersByPathPaginator(
                        request -> request.path(FOLDER).recursive(true).withDecryption(false))
                .stream()
                .flatMap(page -> page.parameters().stream())
                .map(Parameter::name)
                .forEach(name -> names.add(name.substring(FOLDER.length() + 1).replaceAll("/.*", "")));
        return parallel.map(List.copyOf(names), name -> one(new AppId(provider, name))).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    Optional<App> one(AppId id) {
        if (!id.provider().equals(provider)) {
            return Optional.empty();
        }
        List<AppService> found;
        try {
            found = services.of(id.name());
        } catch (PawseException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
        Map<String, Integer> counts = new TreeMap<>();
        found.forEach(service -> counts.put(service.type(), service.service().desiredCount()));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(App.builder(id)
                        .state(state(found))
                        .formation(Formation.of(counts))
                        .build());
    }

    private static AppState state(List<AppService> services) {
        int desired = services.stream()
                .mapToInt(service -> service.service().desiredCount())
                .sum();
        int running = services.stream()
                .mapToInt(service -> service.service().runningCount())
                .sum();
        if (desired == 0) {
            return running == 0 ? AppState.STOPPED : AppState.STOPPING;
        }
        return running == 0 ? AppState.STARTING : AppState.RUNNING;
    }
}
