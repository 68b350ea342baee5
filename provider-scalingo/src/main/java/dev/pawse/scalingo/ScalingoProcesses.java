package dev.pawse.scalingo;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Processes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists and restarts an app's containers (developers.scalingo.com, "Containers", "Restart an application"). */
final class ScalingoProcesses implements Processes {
    private final Apps apps;

    ScalingoProcesses(Apps apps) {
        this.apps = apps;
    }

    @Override
    public List<AppProcess> processes(AppId app) {
        return Container.of(apps.place(app)).stream().map(Container::process).toList();
    }

    @Override
    public void restartProcesses(AppId app, @Nullable String processOrType) {
        Place place = apps.place(app);
        if (processOrType == null) {
            restart(place, List.of());
            return;
        }
        boolean known = Container.of(place).stream()
                .anyMatch(one -> one.name().equals(processOrType) || one.type().equals(processOrType));
        if (!known) {
            throw new PawseException(Reason.NOT_FOUND, place + " runs no process " + processOrType);
        }
        restart(place, List.of(ProcessName.theirs(processOrType)));
    }

    private static void restart(Place place, List<String> scope) {
        place.post("restart").json(Map.of("scope", scope)).send();
    }
}
