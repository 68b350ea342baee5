package dev.pawse.clever;

import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Deployments;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads an app's deployments: the entries of its activity that bring or change instances. */
final class CleverDeployments implements Deployments {
    private final CleverApi api;
    private final CleverApps apps;
    private final Rollouts rollouts;
    private final DeploymentTimes times;

    CleverDeployments(CleverApi api, CleverApps apps, Rollouts rollouts, DeploymentTimes times) {
        this.api = api;
        this.apps = apps;
        this.rollouts = rollouts;
        this.times = times;
    }

    @Override
    public List<Deployment> deployments(AppId app, int limit) {
        AppRef ref = apps.require(app);
        List<Activity> entries = rollouts.list(ref, limit, null, Activity::bringsInstances);
        if (entries.isEmpty()) {
            return List.of();
        }
        Map<String, Instant> changed = times.of(ref, limit * 2);
        List<Instance> instances = api.instances(ref);
        return entries.stream()
                .map(entry -> deployment(ref, entry, changed.getOrDefault(entry.uuid(), entry.at()), instances))
                .toList();
    }

    private static Deployment deployment(AppRef ref, Activity entry, Instant changed, List<Instance> instances) {
        long running = instances.stream()
                .filter(one -> one.isUp() && Objects.equals(one.deployId(), entry.uuid()))
                .count();
        return new Deployment(
                entry.uuid(),
                ref.id().name(),
                status(entry),
                entry.cause(),
                entry.instances(),
                (int) running,
                entry.commit(),
                entry.at(),
                changed.isBefore(entry.at()) ? entry.at() : changed);
    }

    private static Status status(Activity entry) {
        return switch (entry.state() == null ? "" : entry.state()) {
            case "OK" -> Status.COMPLETED;
            case "FAIL" -> Status.FAILED;
            case "CANCELLED" -> Status.SUPERSEDED;
            default -> Status.IN_PROGRESS;
        };
    }

    @Override
    public String toString() {
        return "CleverDeployments";
    }
}
