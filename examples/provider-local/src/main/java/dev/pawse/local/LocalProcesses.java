package dev.pawse.local;

import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Processes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists and restarts processes. */
final class LocalProcesses implements Processes {
    private final LocalApps apps;
    private final Owner owner;

    LocalProcesses(LocalApps apps, Owner owner) {
        this.apps = apps;
        this.owner = owner;
    }

    @Override
    public List<AppProcess> processes(AppId id) {
        return owner.now().status(apps.known(id)).processes();
    }

    @Override
    public void restartProcesses(AppId id, @Nullable String processOrType) {
        owner.now().restart(apps.here(id), processOrType);
    }
}
