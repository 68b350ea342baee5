package dev.pawse.heroku;

import dev.pawse.heroku.Wire.AppRecord;
import dev.pawse.heroku.Wire.Dyno;
import dev.pawse.heroku.Wire.ProcessType;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Looks at apps. Safe for many threads.
 *
 * <p>What a sweep costs: one call for each thousand apps, then one for each app that rests (its formation) and two for each that runs
 * (its dynos as well); domains are read anew every so often only ({@link Domains}). A wake's look costs two, because for a while it
 * believes what was read of the app itself.
 */
final class HerokuApps {
    private static final int THREADS = 6;
    private static final Duration WAKE_BELIEVES = Duration.ofMinutes(1);

    private final HerokuApi api;
    private final Set<String> teams;
    private final Domains domains;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final Set<String> settled = ConcurrentHashMap.newKeySet();

    HerokuApps(HerokuApi api, Set<String> teams, Domains domains) {
        this.api = api;
        this.teams = teams;
        this.domains = domains;
    }

    private record Seen(AppRecord app, Instant at) {}

    /** Every app, in the platform's order; one that is deleted meanwhile is left out. */
    List<App> all() {
        List<AppRecord> records = records();
        Set<String> ids = records.stream().map(AppRecord::id).collect(Collectors.toSet());
        domains.retain(ids);
        settled.retainAll(ids);
        seen.keySet().retainAll(records.stream().map(AppRecord::name).collect(Collectors.toSet()));
        if (records.isEmpty()) {
            return List.of();
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS, records.size()), HerokuApps::thread);
        try {
            Urgency urgency = Urgency.current();
            List<Future<Optional<App>>> looks = new ArrayList<>();
            records.forEach(app -> looks.add(threads.submit(() -> urgency.call(() -> lookInList(app)))));
            List<App> apps = new ArrayList<>();
            for (Future<Optional<App>> look : looks) {
                await(look).ifPresent(apps::add);
            }
            return List.copyOf(apps);
        } finally {
            threads.shutdownNow();
        }
    }

    Optional<App> find(AppId id) {
        if (!id.provider().equals(api.provider())) {
            return Optional.empty();
        }
        try {
            AppRecord app = record(id);
            return isOfTeams(app) ? Optional.of(look(app)) : Optional.empty();
        } catch (PawseException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                seen.remove(id.name());
                return Optional.empty();
            }
            throw e;
        }
    }

    private List<AppRecord> records() {
        if (teams.isEmpty()) {
            return api.all(AppRecord.class, "apps");
        }
        // An app of a team that the token's owner has not joined is listed and closed.
        return teams.stream()
                .flatMap(team -> api.all(AppRecord.class, "teams", team, "apps").stream())
                .filter(app -> !Boolean.FALSE.equals(app.joined()))
                .toList();
    }

    private boolean isOfTeams(AppRecord app) {
        return teams.isEmpty()
                || (app.team() != null
                        && teams.contains(String.valueOf(app.team().name())));
    }

    private AppRecord record(AppId id) {
        Instant now = api.clock().instant();
        Seen before = seen.get(id.name());
        if (before != null
                && Urgency.current() == Urgency.WAKE
                && now.isBefore(before.at().plus(WAKE_BELIEVES))) {
            return before.app();
        }
        AppRecord app = api.app(id);
        seen.put(id.name(), new Seen(app, now));
        return app;
    }

    private Optional<App> lookInList(AppRecord app) {
        try {
            return Optional.of(look(app));
        } catch (PawseException e) {
            return switch (e.reason()) {
                case NOT_FOUND -> Optional.empty();
                case FORBIDDEN -> Optional.of(AppView.locked(id(app), app));
                default -> throw e;
            };
        }
    }

    private App look(AppRecord app) {
        List<ProcessType> types = api.formation(app.name());
        boolean asked = types.stream().anyMatch(type -> type.isScaled() && type.quantity() > 0);
        List<Dyno> dynos = List.of();
        // Before its first deployment an app has no process types, and nothing that could run.
        if (asked || (!types.isEmpty() && !settled.contains(app.id()))) {
            dynos = api.dynos(app.name());
            boolean quiet = dynos.stream().allMatch(dyno -> dyno.isOneOff() || dyno.is("down"));
            if (!asked && quiet) {
                settled.add(app.id());
            } else {
                settled.remove(app.id());
            }
        }
        return AppView.of(id(app), app, types, dynos, domains.of(app));
    }

    private AppId id(AppRecord app) {
        return new AppId(api.provider(), app.name());
    }

    private static Optional<App> await(Future<Optional<App>> look) {
        try {
            return look.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PawseException known) {
                throw known;
            }
            throw new PawseException(Reason.INTERNAL, "an app could not be looked at", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PawseException(Reason.UNAVAILABLE, "interrupted while looking at apps");
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "pawse-heroku-apps");
        thread.setDaemon(true);
        return thread;
    }
}
