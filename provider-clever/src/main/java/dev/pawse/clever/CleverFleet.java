package dev.pawse.clever;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Looks at apps. A look at all of them costs one call, one more for each owner that has apps, and for each app that is up one for its
 * instances and, only while none of them is up, one for its activity; an app that is down costs none of its own. A look at one app
 * costs one to three calls.
 */
final class CleverFleet {
    private final CleverApps apps;
    private final CleverApi api;
    private final Rollouts rollouts;
    private final CleverUpstream upstream;
    private final Clock clock;

    CleverFleet(CleverApps apps, CleverApi api, CleverUpstream upstream, Clock clock) {
        this.apps = apps;
        this.api = api;
        this.rollouts = new Rollouts(api);
        this.upstream = upstream;
        this.clock = clock;
    }

    List<App> all() {
        List<App> all = new ArrayList<>();
        for (CleverApps.Owned owned : apps.all()) {
            if (!owned.refs().isEmpty()) {
                all.addAll(appsOf(owned));
            }
        }
        return all;
    }

    Optional<App> find(AppId id) {
        Optional<AppRef> ref = apps.find(id);
        Optional<Application> found = ref.flatMap(api::application);
        boolean outdated = ref.isPresent() && !found.map(Application::name).equals(ref.map(AppRef::name));
        if (outdated) {
            // Deleted, renamed, or replaced by another one of the same name.
            ref = apps.search(id);
            found = ref.flatMap(api::application);
        }
        Optional<AppRef> current = ref;
        return found.flatMap(application -> current.map(where -> look(where, application)));
    }

    private List<App> appsOf(CleverApps.Owned owned) {
        List<Application> applications;
        try {
            applications = api.applications(owned.owner().id());
        } catch (PawseException e) {
            if (e.reason() != Reason.FORBIDDEN) {
                throw e;
            }
            return owned.refs().values().stream().map(ref -> hidden(ref, e)).toList();
        }
        List<App> all = new ArrayList<>();
        for (Application application : applications) {
            AppRef ref = owned.refs().get(application.id());
            // One that was made since the first call comes with the next look.
            if (ref != null) {
                lookUnlessGone(ref, application).ifPresent(all::add);
            }
        }
        return all;
    }

    /** An app may be deleted while the others are looked at. */
    private Optional<App> lookUnlessGone(AppRef ref, Application application) {
        try {
            return Optional.of(look(ref, application));
        } catch (PawseException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** An app that the credentials may know of and not look at: there is nothing that could be done with it. */
    private static App hidden(AppRef ref, PawseException why) {
        return App.builder(ref.id())
                .alwaysOn(true)
                .details(Map.of("owner", ref.ownerName(), "app-id", ref.key(), "reason", why.message()))
                .build();
    }

    private App look(AppRef ref, Application application) {
        List<Instance> instances = application.isUp() || application.wantsToBeUp() ? api.instances(ref) : List.of();
        Optional<Activity> newest =
                AppStates.needsActivity(application, instances) ? rollouts.newest(ref) : Optional.empty();
        AppState state = AppStates.of(application, instances, newest, clock.instant());
        Optional<Domain> front = front(application);
        return App.builder(ref.id())
                .state(state)
                .endpoints(front.map(this::endpoint).map(List::of).orElse(List.of()))
                .hosts(hosts(application))
                .formation(formation(application))
                .alwaysOn(application.isTask() || application.isBlocked())
                .details(details(ref, application, front.isPresent(), state))
                .build();
    }

    /** The one type with what the app is asked to run; the platform keeps the sizes of an app that rests. */
    static Formation formation(Application application) {
        boolean asked = application.isUp() || application.wantsToBeUp();
        int quantity = asked ? application.instance().minInstances() : 0;
        return new Formation(Map.of(
                CleverScaling.TYPE,
                new Formation.Scale(quantity, application.instance().minFlavor().name())));
    }

    private Optional<Domain> front(Application application) {
        return application.domains().stream()
                .filter(domain -> !domain.isWildcard() && upstream.includes(domain))
                .min(Comparator.comparing((Domain domain) -> !domain.path().isEmpty())
                        .thenComparing(Domain::host));
    }

    private URI endpoint(Domain domain) {
        return URI.create(upstream.scheme() + "://" + domain.host() + ":" + upstream.port(domain));
    }

    /** An entry with a port of its own is an upstream of a private set-up, not a name. */
    private static Set<String> hosts(Application application) {
        return application.domains().stream()
                .filter(domain -> domain.port() == 0)
                .map(Domain::host)
                .collect(Collectors.toSet());
    }

    /** The console's page of an app. */
    private static String consoleUrl(AppRef ref) {
        String space = ref.owner().startsWith("user_") ? "users/me" : "organisations/" + ref.owner();
        return "https://console.clever-cloud.com/" + space + "/applications/" + ref.key();
    }

    private Map<String, String> details(AppRef ref, Application application, boolean hasFront, AppState state) {
        Map<String, String> details = new TreeMap<>();
        details.put("app-id", ref.key());
        details.put("owner", ref.ownerName());
        details.put("consoleUrl", consoleUrl(ref));
        details.put("logsUrl", consoleUrl(ref) + "/logs");
        put(details, "region", application.zone());
        put(details, "kind", application.instance().type());
        put(details, "branch", application.branch());
        put(details, "commit", application.commitId());
        Application.Settings settings = application.instance();
        if (settings.minInstances() != settings.maxInstances()
                || !settings.minFlavor().equals(settings.maxFlavor())) {
            details.put(
                    "autoscaling",
                    settings.minInstances() + " to " + settings.maxInstances() + " instances, "
                            + settings.minFlavor().name() + " to "
                            + settings.maxFlavor().name());
        }
        String paths = application.domains().stream()
                .filter(domain -> !domain.path().isEmpty())
                .map(Domain::toString)
                .sorted()
                .collect(Collectors.joining(", "));
        put(details, "path-domains", paths.isEmpty() ? null : paths);
        if (!hasFront) {
            details.put(
                    "upstream",
                    "none: the app has no domain under " + upstream.domain()
                            + ", and its others may point at the proxy");
        }
        put(details, "reason", reason(application, state));
        return details;
    }

    private static @org.jspecify.annotations.Nullable String reason(Application application, AppState state) {
        if (application.isTask()) {
            return "a task: it runs and ends by itself";
        }
        if ("MODERATED".equals(application.state())) {
            return "blocked by the platform (MODERATED)";
        }
        if (application.isBlocked()) {
            return "blocked for want of payment (DEFAULT_OF_PAYMENT)";
        }
        return state == AppState.CRASHED ? "its last deployment failed" : null;
    }

    private static void put(Map<String, String> details, String name, @org.jspecify.annotations.Nullable String value) {
        if (value != null && !value.isBlank()) {
            details.put(name, value);
        }
    }
}
