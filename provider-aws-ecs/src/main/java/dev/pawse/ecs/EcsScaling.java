package dev.pawse.ecs;

import dev.pawse.ecs.RestMemory.Limits;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Rests, wakes and scales the services of apps by their desired counts, which starts no deployment. What a service is to run again it
 * keeps in its own tags; a wake is ended by {@link Wakes} once something runs. One app is changed by one thread at a time.
 */
final class EcsScaling implements Scaling {
    private final String provider;
    private final AppServices services;
    private final ServiceChanges changes;
    private final Wakes wakes;
    private final LinkedDatabases databases;
    private final Parallel parallel;
    private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();

    EcsScaling(
            String provider,
            AppServices services,
            ServiceChanges changes,
            Wakes wakes,
            LinkedDatabases databases,
            Parallel parallel) {
        this.provider = provider;
        this.services = services;
        this.changes = changes;
        this.wakes = wakes;
        this.databases = databases;
        this.parallel = parallel;
    }

    @Override
    public Formation formation(AppId app) {
        return formation(counted(app));
    }

    /** The counts of services that have one. */
    static Formation formation(List<AppService> services) {
        Map<String, Integer> counts = new TreeMap<>();
        services.stream()
                .filter(AppService::isCounted)
                .forEach(service ->
                        counts.merge(service.type(), service.service().desiredCount(), Integer::sum));
        return Formation.of(counts);
    }

    /**
     * What the services remember; for those that remember nothing, where none does, the minimum of a scalable target, and one process of
     * the first type if that is nothing.
     */
    @Override
    public Formation initialFormation(AppId app) {
        List<AppService> all = counted(app);
        Formation now = formation(all);
        if (!now.isZero()) {
            return now;
        }
        Map<String, Integer> remembered = new TreeMap<>();
        all.forEach(service -> {
            RestMemory memory = RestMemory.of(service);
            if (memory.count() != null) {
                Limits limits = memory.limits();
                remembered.put(
                        service.type(), limits == null ? memory.count() : Math.min(memory.count(), limits.max()));
            }
        });
        if (remembered.isEmpty()) {
            Map<String, Limits> limits = changes.targets().of(all);
            all.forEach(service -> {
                Limits one = limits.get(service.service().serviceArn());
                if (one != null && one.min() > 0) {
                    remembered.put(service.type(), one.min());
                }
            });
        }
        Formation woken = now.with(Formation.of(remembered));
        return woken.isZero() ? Scaling.super.initialFormation(app) : woken;
    }

    @Override
    public void start(AppId app, Formation formation) {
        inTurn(app, () -> {
            List<AppService> all = counted(app);
            check(app, all, formation);
            wakes.begin(app.name());
            databases.start(app.name());
            set(all, formation);
        });
    }

    @Override
    public void stop(AppId app) {
        inTurn(app, () -> {
            List<AppService> up = counted(app).stream()
                    .filter(service -> service.service().desiredCount() > 0)
                    .toList();
            wakes.rests(app.name(), () -> {
                Map<String, Limits> limits = changes.targets().of(up);
                parallel.map(up, service -> {
                    changes.rest(service, limits.get(service.service().serviceArn()));
                    return service.name();
                });
            });
            databases.stop(app.name());
        });
    }

    @Override
    public void scale(AppId app, Formation formation) {
        inTurn(app, () -> {
            List<AppService> all = counted(app);
            check(app, all, formation);
            if (!formation.isZero()) {
                wakes.begin(app.name());
                databases.start(app.name());
            }
            set(all, formation);
        });
    }

    private void set(List<AppService> all, Formation formation) {
        List<AppService> up = new ArrayList<>();
        List<AppService> down = new ArrayList<>();
        List<AppService> left = new ArrayList<>();
        for (AppService service : all) {
            Scale wanted = formation.processes().get(service.type());
            boolean rests = service.service().desiredCount() == 0;
            if (wanted != null && wanted.quantity() > 0) {
                up.add(service);
            } else if (wanted != null && !rests) {
                down.add(service);
            } else if (rests && RestMemory.of(service).count() != null) {
                left.add(service);
            }
        }
        parallel.map(up, service -> {
            Scale wanted = formation.processes().get(service.type());
            changes.run(service, wanted == null ? 0 : wanted.quantity());
            return service.name();
        });
        if (!down.isEmpty()) {
            Map<String, Limits> limits = changes.targets().of(down);
            parallel.map(down, service -> {
                changes.switchOff(service, limits.get(service.service().serviceArn()));
                return service.name();
            });
        }
        if (!up.isEmpty()) {
            // Somebody woke the others and not these: they are not a half of a wake.
            left.forEach(changes::forgetCount);
        }
    }

    private List<AppService> counted(AppId app) {
        if (!app.provider().equals(provider)) {
            throw new PawseException(Reason.NOT_FOUND, app + " is not an app of " + provider);
        }
        return services.require(app).stream().filter(AppService::isCounted).toList();
    }

    private static void check(AppId app, List<AppService> all, Formation formation) {
        TreeSet<String> types = new TreeSet<>();
        all.forEach(service -> types.add(service.type()));
        TreeSet<String> unknown = new TreeSet<>(formation.processes().keySet());
        unknown.removeAll(types);
        if (!unknown.isEmpty()) {
            throw new PawseException(
                    Reason.INVALID,
                    app.name() + " has no service for " + String.join(", ", unknown) + "; it has "
                            + (types.isEmpty() ? "none with a count" : String.join(", ", types)));
        }
        formation.processes().forEach((type, scale) -> {
            if (scale.size() != null) {
                throw new PawseException(
                        Reason.INVALID,
                        type + "=" + scale + ": the size of a task on ECS is in its task definition; right is " + type
                                + "=" + scale.quantity());
            }
        });
    }

    private void inTurn(AppId app, Runnable task) {
        ReentrantLock turn = turns.computeIfAbsent(app.name(), any -> new ReentrantLock(true));
        turn.lock();
        try {
            task.run();
        } finally {
            turn.unlock();
        }
    }
}
