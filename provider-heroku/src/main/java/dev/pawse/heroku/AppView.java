package dev.pawse.heroku;

import dev.pawse.heroku.Wire.AppRecord;
import dev.pawse.heroku.Wire.Domain;
import dev.pawse.heroku.Wire.Dyno;
import dev.pawse.heroku.Wire.Named;
import dev.pawse.heroku.Wire.ProcessType;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts an app together from what Heroku tells in several places. Heroku has no status of an app: it follows from its dynos. */
final class AppView {
    private static final String WEB = "web";

    private AppView() {}

    static App of(AppId id, AppRecord app, List<ProcessType> types, List<Dyno> dynos, List<Domain> domains) {
        Formation formation = formation(types);
        Map<String, String> details = details(app);
        if (state(types, dynos) == AppState.RUNNING && !any(web(types, dynos), "up")) {
            details.put("eco", "asleep, the next request wakes it");
        }
        return App.builder(id)
                .state(state(types, dynos))
                .formation(formation)
                .endpoints(formation.processes().containsKey(WEB) ? endpoints(app, domains) : List.of())
                .hosts(hosts(domains))
                .details(details)
                .build();
    }

    /** An app of which nothing may be read but that it is there. */
    static App locked(AppId id, AppRecord app) {
        Map<String, String> details = details(app);
        details.put("access", "denied to this token");
        return App.builder(id).details(details).build();
    }

    static Formation formation(List<ProcessType> types) {
        Map<String, Scale> processes = new TreeMap<>();
        types.stream()
                .filter(ProcessType::isScaled)
                .forEach(type -> processes.put(type.type(), new Scale(type.quantity(), type.sizeName())));
        return new Formation(processes);
    }

    /**
     * What the app does. A type at 0 does not make it run, and neither does a one-off dyno; an app whose web dynos sleep by
     * themselves (Eco) runs, because a request wakes it without us.
     */
    static AppState state(List<ProcessType> types, List<Dyno> all) {
        List<ProcessType> scaled = types.stream().filter(ProcessType::isScaled).toList();
        List<Dyno> dynos = all.stream().filter(dyno -> !dyno.isOneOff()).toList();
        if (scaled.isEmpty()) {
            return AppState.UNKNOWN;
        }
        if (scaled.stream().allMatch(type -> type.quantity() == 0)) {
            return dynos.stream().allMatch(dyno -> dyno.is("down")) ? AppState.STOPPED : AppState.STOPPING;
        }
        List<Dyno> judged = web(types, dynos);
        if (any(judged, "up")) {
            return AppState.RUNNING;
        }
        if (any(judged, "starting")) {
            return AppState.STARTING;
        }
        if (any(judged, "idle")) {
            return AppState.RUNNING;
        }
        return any(judged, "crashed") ? AppState.CRASHED : AppState.STARTING;
    }

    /** The dynos that matter: those of the web where any is asked for, else all of them. */
    private static List<Dyno> web(List<ProcessType> types, List<Dyno> dynos) {
        Predicate<ProcessType> isWeb = type -> type.type().equals(WEB) && type.quantity() > 0;
        return types.stream().anyMatch(isWeb)
                ? dynos.stream().filter(dyno -> dyno.type().equals(WEB)).toList()
                : dynos.stream().filter(dyno -> !dyno.isOneOff()).toList();
    }

    private static boolean any(List<Dyno> dynos, String state) {
        return dynos.stream().anyMatch(dyno -> dyno.is(state));
    }

    private static Set<String> hosts(List<Domain> domains) {
        Set<String> hosts = new TreeSet<>();
        domains.forEach(domain -> hosts.add(domain.hostname().toLowerCase(Locale.ROOT)));
        return hosts;
    }

    /**
     * Where the platform's router answers for the app: never built from the app's name, whose host has a suffix of its own since
     * 2023, and never a custom domain, which may lead to the very proxy that asks.
     */
    private static List<URI> endpoints(AppRecord app, List<Domain> domains) {
        if (app.webUrl() != null) {
            return List.of(endpoint(HerokuApi.address(app.webUrl())));
        }
        return domains.stream()
                .filter(domain -> "heroku".equals(domain.kind()))
                .map(domain -> endpoint(HerokuApi.address("https://" + domain.hostname())))
                .limit(1)
                .toList();
    }

    private static URI endpoint(URI address) {
        // The router speaks TLS for every host of its own, also where an old app's address says http.
        boolean tls = "https".equals(address.getScheme()) || address.getHost().endsWith(".herokuapp.com");
        int port = address.getPort() > 0 ? address.getPort() : tls ? 443 : 80;
        return URI.create((tls ? "https://" : "http://") + address.getHost() + ":" + port);
    }

    private static Map<String, String> details(AppRecord app) {
        Map<String, String> details = new TreeMap<>();
        details.put("id", app.id());
        String page = "https://dashboard.heroku.com/apps/" + app.name();
        details.put("consoleUrl", page);
        details.put("logsUrl", page + "/logs");
        put(details, "region", app.region());
        put(details, "stack", app.stack());
        put(details, "generation", app.generation());
        put(details, "team", app.team());
        if (app.maintenance()) {
            details.put("maintenance", "on: the router answers 503 to every request");
        }
        if (app.webUrl() != null) {
            details.put("url", app.webUrl());
        }
        if (app.releasedAt() != null) {
            details.put("deployedAt", app.releasedAt().toString());
        }
        return details;
    }

    private static void put(Map<String, String> details, String key, @Nullable Named named) {
        if (named != null && named.name() != null) {
            details.put(key, named.name());
        }
    }
}
