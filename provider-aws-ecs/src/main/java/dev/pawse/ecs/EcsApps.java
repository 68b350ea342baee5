package dev.pawse.ecs;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * The apps of an account: those that have settings in the Parameter Store, those whose services carry the tag {@code pawse:app}, and for
 * every other cluster one of its name. All are read by cluster, never one by one. Safe for many threads.
 */
final class EcsApps {
    private static final Logger LOG = LoggerFactory.getLogger(EcsApps.class);
    private static final String FOLDER = "/paaws/apps";

    private final String provider;
    private final AwsClients clients;
    private final AppServices services;
    private final AppSettingsReader settings;
    private final AppTasks tasks;
    private final AppView view;
    private final Wakes wakes;
    private final LinkedDatabases databases;
    private final Parallel parallel;
    private final Set<String> warned = new TreeSet<>();

    EcsApps(
            String provider,
            AwsClients clients,
            AppServices services,
            AppSettingsReader settings,
            AppTasks tasks,
            AppView view,
            Wakes wakes,
            LinkedDatabases databases,
            Parallel parallel) {
        this.provider = provider;
        this.clients = clients;
        this.services = services;
        this.settings = settings;
        this.tasks = tasks;
        this.view = view;
        this.wakes = wakes;
        this.databases = databases;
        this.parallel = parallel;
    }

    List<App> all() {
        Map<String, Set<String>> places = places();
        Map<String, List<Service>> clusters = clusters(places);
        Map<String, List<AppService>> found = new TreeMap<>();
        places.forEach((app, where) -> {
            List<Service> there = where.stream()
                    .flatMap(cluster -> clusters.getOrDefault(cluster, List.of()).stream())
                    .toList();
            List<AppService> own = AppServices.among(app, settings.of(app), there);
            services.keep(app, own);
            if (!own.isEmpty()) {
                found.put(app, own);
            }
        });
        view.upstream()
                .prepare(found.values().stream()
                        .flatMap(List::stream)
                        .filter(service -> !Upstream.groups(List.of(service)).isEmpty())
                        .toList());
        Map<String, List<Task>> running = running(found);
        return parallel.map(List.copyOf(found.keySet()), app -> {
            List<AppService> own = found.getOrDefault(app, List.of());
            List<Task> its = own.stream()
                    .map(AppService::cluster)
                    .distinct()
                    .flatMap(cluster -> running.getOrDefault(cluster, List.of()).stream())
                    .toList();
            wakes.look(app, own);
            return view.of(new AppId(provider, app), settings.of(app), own, its);
        });
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
        if (found.isEmpty()) {
            return Optional.empty();
        }
        AppSettings names = settings.of(id.name());
        databases.know(id.name(), names);
        List<Task> running = new ArrayList<>();
        if (view.needsTasks(names, found)) {
            for (AppService web : Upstream.web(found)) {
                running.addAll(tasks.described(
                        web.cluster(),
                        tasks.listed(request -> request.cluster(web.cluster()).serviceName(web.name()))));
            }
        }
        wakes.look(id.name(), found);
        return Optional.of(view.of(id, names, found, running));
    }

    /** The clusters of each app by name. */
    private Map<String, Set<String>> places() {
        Map<String, Set<String>> places = new TreeMap<>();
        Map<String, Set<String>> tagged = services.places().tagged();
        for (String app : configured()) {
            AppSettings names = settings.of(app);
            databases.know(app, names);
            boolean byTag = !AppPlaces.saysCluster(names) && tagged.containsKey(app);
            places.put(app, byTag ? tagged.getOrDefault(app, Set.of()) : Set.of(shortName(names.cluster())));
        }
        tagged.forEach(places::putIfAbsent);
        Set<String> taken = new TreeSet<>();
        places.values().forEach(taken::addAll);
        allowed(
                        "clusters",
                        List.<String>of(),
                        () -> clients.ecs().listClustersPaginator().clusterArns().stream()
                                .map(EcsApps::shortName)
                                .toList())
                .stream()
                .filter(cluster -> !taken.contains(cluster))
                .forEach(cluster -> places.putIfAbsent(cluster, Set.of(cluster)));
        return places;
    }

    /** The apps that have settings, which are kept as they were read. */
    private Set<String> configured() {
        List<Parameter> all = allowed(
                "the settings in " + FOLDER,
                List.of(),
                () -> clients
                        .ssm()
                        .getParametersByPathPaginator(request ->
                                request.path(FOLDER + "/").recursive(true).withDecryption(false))
                        .stream()
                        .flatMap(page -> page.parameters().stream())
                        .toList());
        Map<String, Map<String, String>> documents = new LinkedHashMap<>();
        Set<String> sealed = new TreeSet<>();
        for (Parameter parameter : all) {
            String path = parameter.name().substring(FOLDER.length() + 1);
            String app = path.replaceAll("/.*", "");
            documents.computeIfAbsent(app, any -> new HashMap<>()).put(path.substring(app.length()), parameter.value());
            if (parameter.type() == ParameterType.SECURE_STRING) {
                sealed.add(app);
            }
        }
        documents.forEach((app, texts) -> {
            if (!sealed.contains(app)) {
                settings.keep(app, AppSettings.of(app, texts));
            }
        });
        return documents.keySet();
    }

    private Map<String, List<Service>> clusters(Map<String, Set<String>> places) {
        Set<String> wanted = new TreeSet<>();
        places.values().forEach(wanted::addAll);
        List<String> names = List.copyOf(wanted);
        List<List<Service>> read = parallel.map(names, cluster -> {
            try {
                return services.inCluster(cluster);
            } catch (PawseException e) {
                if (e.reason() == Reason.NOT_FOUND) {
                    return List.<Service>of();
                }
                throw e;
            }
        });
        Map<String, List<Service>> clusters = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            clusters.put(names.get(i), read.get(i));
        }
        return clusters;
    }

    /** The running tasks of those clusters in which an app's are needed, by the cluster's ARN. */
    private Map<String, List<Task>> running(Map<String, List<AppService>> found) {
        Set<String> clusters = found.entrySet().stream()
                .filter(app -> view.needsTasks(settings.of(app.getKey()), app.getValue()))
                .flatMap(app -> app.getValue().stream().map(AppService::cluster))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> arns = List.copyOf(clusters);
        List<List<Task>> read = parallel.map(
                arns, cluster -> tasks.described(cluster, tasks.listed(request -> request.cluster(cluster))));
        Map<String, List<Task>> running = new HashMap<>();
        for (int i = 0; i < arns.size(); i++) {
            running.put(arns.get(i), read.get(i));
        }
        return running;
    }

    /** What may be looked at; who may not look there finds its apps in the other places. */
    private <T> T allowed(String what, T otherwise, Supplier<T> read) {
        try {
            return read.get();
        } catch (PawseException e) {
            if (e.reason() != Reason.FORBIDDEN) {
                throw e;
            }
            synchronized (warned) {
                if (warned.add(what)) {
                    LOG.warn("apps are not looked for by {}: {}", what, e.message());
                }
            }
            return otherwise;
        }
    }

    private static String shortName(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }
}
