package dev.pawse.scalingo;

import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Deployments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads deployments: the newest that went well is the one that is there, the older ones were superseded. */
final class ScalingoDeployments implements Deployments {
    private final Apps apps;

    ScalingoDeployments(Apps apps) {
        this.apps = apps;
    }

    @Override
    public List<Deployment> deployments(AppId app, int limit) {
        Place place = apps.place(app);
        List<PlatformDeployment> newest = PlatformDeployment.newest(place, limit);
        List<Container> containers = newest.isEmpty() ? List.of() : Container.of(place);
        List<Deployment> deployments = new ArrayList<>();
        boolean current = true;
        for (PlatformDeployment one : newest) {
            boolean good = one.status().equals("success");
            deployments.add(deployment(place, one, status(one, current), current && good ? containers : List.of()));
            current = current && !good;
        }
        return List.copyOf(deployments);
    }

    private static Deployment deployment(
            Place place, PlatformDeployment one, Status status, List<Container> containers) {
        Instant ended = one.ended();
        @Nullable String reason = status == Status.COMPLETED || status == Status.SUPERSEDED ? null : one.status();
        return new Deployment(
                one.id(),
                place.app(),
                status,
                reason,
                containers.size(),
                (int) containers.stream().filter(Container::runs).count(),
                one.gitRef(),
                one.began(),
                ended == null ? one.began() : ended);
    }

    private static Status status(PlatformDeployment one, boolean current) {
        if (one.isUnderWay()) {
            return Status.IN_PROGRESS;
        }
        if (!one.status().equals("success")) {
            return Status.FAILED;
        }
        return current ? Status.COMPLETED : Status.SUPERSEDED;
    }
}
