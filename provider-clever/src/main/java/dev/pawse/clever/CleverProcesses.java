package dev.pawse.clever;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Processes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists an app's instances and restarts them, which on this platform is one deployment for all of them. */
final class CleverProcesses implements Processes {
    private final CleverApi api;
    private final CleverApps apps;
    private final Rollouts rollouts;

    CleverProcesses(CleverApi api, CleverApps apps, Rollouts rollouts) {
        this.api = api;
        this.apps = apps;
        this.rollouts = rollouts;
    }

    @Override
    public List<AppProcess> processes(AppId app) {
        return InstanceNames.of(api.instances(apps.require(app))).entrySet().stream()
                .map(entry -> process(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public void restartProcesses(AppId app, @Nullable String processOrType) {
        AppRef ref = apps.require(app);
        Application now = api.existing(ref);
        if (processOrType != null && !processOrType.equals(CleverScaling.TYPE)) {
            refuseSome(ref, processOrType);
        }
        CleverScaling.refuseUnmanaged(ref, now);
        if (now.isDown()) {
            throw new PawseException(Reason.CONFLICT, ref.id() + " rests and has nothing to restart: start it");
        }
        if (rollouts.newest(ref)
                .filter(entry -> entry.isInProgress() && entry.bringsInstances())
                .isPresent()) {
            throw new PawseException(Reason.CONFLICT, ref.id() + " is being deployed already, which restarts it");
        }
        rollouts.deploy(ref, now.commitId());
    }

    private void refuseSome(AppRef ref, String process) {
        Map<String, Instance> named = InstanceNames.of(api.instances(ref));
        if (!named.containsKey(process)) {
            throw new PawseException(
                    Reason.NOT_FOUND,
                    ref.id() + " has no process " + process
                            + (named.isEmpty() ? "" : ": there are " + String.join(", ", named.keySet())));
        }
        if (named.size() > 1) {
            throw new PawseException(
                    Reason.UNSUPPORTED,
                    CleverProviderFactory.TYPE + " restarts all instances of an app or none: restart " + ref.id()
                            + " without naming " + process);
        }
    }

    private static AppProcess process(String name, Instance instance) {
        Instance.Flavor flavor = instance.flavor();
        return new AppProcess(
                name,
                CleverScaling.TYPE,
                instance.appState(),
                null,
                flavor == null ? null : flavor.name(),
                instance.deployNumber() > 0 ? "v" + instance.deployNumber() : instance.commit(),
                instance.startedAt(),
                null);
    }

    @Override
    public String toString() {
        return "CleverProcesses";
    }
}
