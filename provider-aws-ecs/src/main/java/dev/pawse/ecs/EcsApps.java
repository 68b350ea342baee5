package dev.pawse.ecs;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Tag;
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
    private static final String UNTAGGED = "";

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
        Names names = names();
        Map<String, Set<String>> places = places(names);
        Map<String, Map<String, List<Service>>> clusters = clusters(places);
        Map<String, List<AppService>> found = new TreeMap<>();
        places.forEach((app, where) -> {
            List<Service> there = where.stream()
                    .map(cluster -> clusters.getOrDefault(cluster, Map.of()))
                    .flatMap(byApp ->
                            Stream.of(app, UNTAGGED).flatMap(tag -> byApp.getOrDefault(tag, List.of()).stream()))
                    .toList();
            List<AppService> own = AppServices.among(app, names.of(app), there);
            services.keep(app, own);
            if (!own.isEmpty()) {
                found.put(app, own);
            }
        });
        view.upstream()
                .prepare(found.values().stream()
                        .flatMap(own -> Upstream.web(own).stream())
                        .toList());
        Map<String, List<Task>> running = running(names, found);
        List<App> all = new ArrayList<>(parallel.map(List.copyOf(found.entrySet()), entry -> {
            List<AppService> own = entry.getValue();
            List<Task> its = own.stream()
                    .map(AppService::cluster)
                    .distinct()
                    .flatMap(cluster -> running.getOrDefault(cluster, List.of()).stream())
                    .toList();
            wakes.look(entry.getKey(), own);
            return view.of(new AppId(provider, entry.getKey()), names.of(entry.getKey()), own, its);
        }));
        names.unreadable()
                .forEach((app, reason) -> all.add(App.builder(new AppId(provider, app))
                        .details(Map.of("reason", reason))
                        .build()));
        return all;
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

    /**
     * The settings of all apps, as one look found them.
     *
     * @param told of those that have some
     * @param unreadable why those of an app could not be read
     * @param otherwise makes those of any other app
     */
    private record Names(
            Map<String, AppSettings> told, Map<String, String> unreadable, Function<String, AppSettings> otherwise) {
        AppSettings of(String app) {
            AppSettings found = told.get(app);
            return found == null ? otherwise.apply(app) : found;
        }
    }

    /** The clusters of each app by name. */
    private Map<String, Set<String>> places(Names names) {
        Map<String, Set<String>> places = new TreeMap<>();
        Map<String, Set<String>> tagged = services.places().tagged();
        names.told().forEach((app, its) -> {
            databases.know(app, its);
            boolean byTag = !AppPlaces.saysCluster(its) && tagged.containsKey(app);
            places.put(app, byTag ? tagged.getOrDefault(app, Set.of()) : Set.of(shortName(its.cluster())));
        });
        tagged.forEach(places::putIfAbsent);
        Set<String> taken = new TreeSet<>();
        places.values().forEach(taken::addAll);
        allowed(
                        "clusters",
                        () -> clients.ecs().listClustersPaginator().clusterArns().stream()
                                .map(EcsApps::shortName)
                                .toList())
                .orElse(List.of())
                .stream()
                .filter(cluster -> !taken.contains(cluster))
                .forEach(cluster -> places.putIfAbsent(cluster, Set.of(cluster)));
        places.keySet().removeAll(names.unreadable().keySet());
        return places;
    }

    /** The settings of all apps, which are also kept for looks at one. */
    private Names names() {
        Optional<List<Parameter>> all = allowed(
                "the settings in " + FOLDER,
                () -> clients
                        .ssm()
                        .getParametersByPathPaginator(request ->
                                request.path(FOLDER + "/").recursive(true).withDecryption(false))
                        .stream()
                        .flatMap(page -> page.parameters().stream())
                        .toList());
        Map<String, Map<String, String>> documents = new TreeMap<>();
        Set<String> sealed = new TreeSet<>();
        for (Parameter parameter : all.orElse(List.of())) {
            String path = parameter.name().substring(FOLDER.length() + 1);
            String app = path.replaceAll("/.*", "");
            documents.computeIfAbsent(app, any -> new HashMap<>()).put(path.substring(app.length()), parameter.value());
            if (parameter.type() == ParameterType.SECURE_STRING) {
                sealed.add(app);
            }
        }
        Map<String, AppSettings> told = new TreeMap<>();
        Map<String, String> unreadable = new TreeMap<>();
        documents.forEach((app, texts) -> {
            try {
                AppSettings its = sealed.contains(app) ? settings.of(app) : AppSettings.of(app, texts);
                settings.keep(app, its);
                told.put(app, its);
            } catch (PawseException e) {
                // One app's mistake must not hide the others.
                if (e.reason() != Reason.INVALID) {
                    throw e;
                }
                unreadable.put(app, e.message());
            }
        });
        return new Names(told, unreadable, all.isPresent() ? app -> AppSettings.of(app, Map.of()) : settings::of);
    }

    /** The services of each cluster, by the app that their tag names. */
    private Map<String, Map<String, List<Service>>> clusters(Map<String, Set<String>> places) {
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
        Map<String, Map<String, List<Service>>> clusters = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            clusters.put(names.get(i), read.get(i).stream().collect(Collectors.groupingBy(EcsApps::owner)));
        }
        return clusters;
    }

    private static String owner(Service service) {
        return service.tags().stream()
                .filter(tag -> tag.key().equals(AppServices.APP_TAG))
                .map(Tag::value)
                .findFirst()
                .orElse(UNTAGGED);
    }

    /** The running tasks of those clusters in which an app's are needed, by the cluster's ARN. */
    private Map<String, List<Task>> running(Names names, Map<String, List<AppService>> found) {
        Set<String> clusters = found.entrySet().stream()
                .filter(app -> view.needsTasks(names.of(app.getKey()), app.getValue()))
                .flatMap(app -> app.getValue().stream().map(AppService::cluster))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> arns = List.copyOf(clusters);
        List<List<Task>> read = parallel.map(
                arns, cluster -> tasks.described(cluster, tasks.listed(request -> request.cluster(cluster))));
        Map<String, List<Task>> running = new HashMap<>();
        for (int i = 0; i < arns.size(); i++) {
            running.put(arns.get(i), read.get(i));
            view.upstream().prepareMachines(read.get(i));
        }
        return running;
    }

    /** What may be looked at; who may not look there finds its apps in the other places. */
    private <T> Optional<T> allowed(String what, Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (PawseException e) {
            if (e.reason() != Reason.FORBIDDEN) {
                throw e;
            }
            synchronized (warned) {
                if (warned.add(what)) {
                    LOG.warn("apps are not looked for by {}: {}", what, e.message());
                }
            }
            return Optional.empty();
        }
    }

    private static String shortName(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }
}
