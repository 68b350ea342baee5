package dev.pawse.scalingo;

import dev.pawse.http.ApiAnswer;
import dev.pawse.http.ApiCall;
import dev.pawse.http.Pauses;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Scaling;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Scales apps (developers.scalingo.com, "Scale an application"). Each order is followed to its end, because the platform accepts it with
 * 202 and tells a failure only there; one app is scaled by one thread at a time, and only what differs is asked for.
 */
final class ScalingoScaling implements Scaling {
    private static final Duration BUSY = Duration.ofSeconds(2);

    private final Apps apps;
    private final Operations operations;
    private final Clock clock;
    private final Duration patience;
    private final ScaleSlots slots = new ScaleSlots();
    private final Autoscalers autoscalers = new Autoscalers();
    private final Map<Place, ReentrantLock> turns = new ConcurrentHashMap<>();

    /** @param patience how long an operation is followed, and how long one that runs already is waited for */
    ScalingoScaling(Apps apps, Operations operations, Clock clock, Duration patience) {
        this.apps = apps;
        this.operations = operations;
        this.clock = clock;
        this.patience = patience;
    }

    @Override
    public Formation formation(AppId app) {
        return ContainerType.formation(types(apps.place(app)));
    }

    @Override
    public void start(AppId app, Formation formation) {
        Place place = apps.place(app);
        inTurn(place, () -> {
            Formation now = ContainerType.formation(types(place));
            Map<String, Scale> wanted = differences(now, formation);
            if (wanted.isEmpty()) {
                reviveWhatIsDown(place, now);
            } else if (!order(place, now, wanted) && !now.with(formation).isZero()) {
                throw new PawseException(
                        Reason.FAILED,
                        place + " has never been deployed: there is nothing to start before its first push");
            }
        });
    }

    @Override
    public void stop(AppId app) {
        Place place = apps.place(app);
        inTurn(place, () -> {
            Formation now = ContainerType.formation(types(place));
            Map<String, Scale> wanted = differences(now, now.zeroed());
            if (!wanted.isEmpty()) {
                order(place, now, wanted);
            }
        });
    }

    @Override
    public void scale(AppId app, Formation changes) {
        Place place = apps.place(app);
        inTurn(place, () -> {
            Formation now = ContainerType.formation(types(place));
            Map<String, Scale> wanted = differences(now, changes);
            if (!wanted.isEmpty()) {
                order(place, now, wanted);
            }
        });
    }

    /** Whether there was anything to follow: an app that has never been deployed only takes note. */
    private boolean order(Place place, Formation now, Map<String, Scale> wanted) {
        TreeSet<String> down = new TreeSet<>();
        TreeSet<String> up = new TreeSet<>();
        wanted.forEach((type, scale) -> {
            Scale before = now.processes().get(type);
            boolean ran = before != null && before.quantity() > 0;
            if (ran && scale.quantity() == 0) {
                down.add(type);
            } else if (!ran && scale.quantity() > 0) {
                up.add(type);
            }
        });
        if (!down.isEmpty()) {
            autoscalers.remember(place, down);
        }
        boolean followed = slots.call(() -> scaled(place, wanted));
        autoscalers.restore(place, up);
        return followed;
    }

    private boolean scaled(Place place, Map<String, Scale> wanted) {
        Accepted accepted = whenFree(() -> ask(place, wanted));
        apps.scaled(place, accepted.types);
        if (accepted.operation == null) {
            return accepted.followed;
        }
        operations.await(place, accepted.operation, "scaling " + place, patience);
        apps.settled(place, !ContainerType.formation(accepted.types).isZero());
        return true;
    }

    /**
     * An order that was accepted.
     *
     * @param types what the app is asked to run now, all types of it
     * @param followed whether something comes of it: an app that has never been deployed only takes note, with a 200
     * @param operation what to follow, or null when there is nothing
     */
    private record Accepted(
            List<ContainerType> types,
            boolean followed,
            @Nullable String operation) {}

    private static Accepted ask(Place place, Map<String, Scale> wanted) {
        List<Map<String, Object>> containers = wanted.entrySet().stream()
                .map(one -> container(one.getKey(), one.getValue()))
                .toList();
        // Amounts are set, not added: asking twice does no harm.
        ApiCall call =
                place.post("scale").json(Map.of("containers", containers)).repeatable();
        try {
            ApiAnswer answer = call.answer();
            return new Accepted(
                    call.parse(answer, ContainerType.All.class).containers(),
                    answer.status() != 200,
                    Operations.id(answer).orElse(null));
        } catch (PawseException e) {
            if (e.reason() == Reason.INVALID) {
                refuseUnknownTypes(place, wanted);
            }
            throw e;
        }
    }

    /** The platform's refusal of a type does not say which one. */
    private static void refuseUnknownTypes(Place place, Map<String, Scale> wanted) {
        Formation now = ContainerType.formation(types(place));
        TreeSet<String> unknown = new TreeSet<>(wanted.keySet());
        unknown.removeAll(now.processes().keySet());
        if (!unknown.isEmpty()) {
            throw new PawseException(
                    Reason.INVALID,
                    place + " has no process type " + String.join(", ", unknown) + "; it has "
                            + (now.processes().isEmpty()
                                    ? "none"
                                    : String.join(", ", now.processes().keySet())));
        }
    }

    /** It is asked to run already and may not: its containers ended by themselves, or an earlier start failed. */
    private void reviveWhatIsDown(Place place, Formation now) {
        String status = apps.status(place).map(PlatformApp::status).orElse("");
        if (status.equals("crashed")) {
            slots.call(() -> restarted(place));
        } else if (status.equals("stopped") && !now.isZero()) {
            order(place, now.zeroed(), differences(now.zeroed(), now));
        }
    }

    private boolean restarted(Place place) {
        ApiAnswer answer = whenFree(
                () -> place.post("restart").json(Map.of("scope", List.of())).answer());
        Operations.id(answer).ifPresent(id -> operations.await(place, id, "restarting " + place, patience));
        apps.settled(place, true);
        return true;
    }

    /** While another operation of the app runs, whoever began it, the platform refuses this one. */
    private <T> T whenFree(Supplier<T> task) {
        Instant end = clock.instant().plus(patience);
        while (true) {
            try {
                return task.get();
            } catch (PawseException e) {
                if (e.reason() != Reason.CONFLICT || !clock.instant().isBefore(end)) {
                    throw e;
                }
                Pauses.pause(clock, BUSY);
            }
        }
    }

    private void inTurn(Place place, Runnable task) {
        ReentrantLock turn = turns.computeIfAbsent(place, any -> new ReentrantLock(true));
        turn.lock();
        try {
            task.run();
        } finally {
            turn.unlock();
        }
    }

    private static List<ContainerType> types(Place place) {
        return place.get("containers").read(ContainerType.All.class).containers();
    }

    /** What has to be asked for; a type that the app lacks is asked for only where it is to run. */
    private static Map<String, Scale> differences(Formation now, Formation wanted) {
        Map<String, Scale> differences = new TreeMap<>();
        wanted.processes().forEach((type, scale) -> {
            @Nullable Scale before = now.processes().get(type);
            boolean same = before == null
                    ? scale.quantity() == 0
                    : before.quantity() == scale.quantity()
                            && (scale.size() == null || scale.size().equals(before.size()));
            if (!same) {
                differences.put(type, scale);
            }
        });
        return differences;
    }

    private static Map<String, Object> container(String type, Scale scale) {
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", type);
        container.put("amount", scale.quantity());
        if (scale.size() != null) {
            container.put("size", scale.size());
        }
        return container;
    }
}
