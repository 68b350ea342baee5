package dev.pawse.heroku;

import dev.pawse.heroku.Wire.Dyno;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Processes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists and restarts dynos; one-off dynos are among them. What ends a dyno makes the platform start another. */
final class HerokuProcesses implements Processes {
    /** The tenth after the ninth; Heroku lists them in no order that means something. */
    private static final Comparator<Dyno> BY_NAME = Comparator.comparing(Dyno::type)
            .thenComparing(dyno -> dyno.name().length())
            .thenComparing(Dyno::name);

    private final HerokuApi api;

    HerokuProcesses(HerokuApi api) {
        this.api = api;
    }

    @Override
    public List<AppProcess> processes(AppId app) {
        return api.dynos(api.name(app)).stream()
                .sorted(BY_NAME)
                .map(HerokuProcesses::process)
                .toList();
    }

    @Override
    public void restartProcesses(AppId app, @Nullable String processOrType) {
        String name = api.name(app);
        if (processOrType == null) {
            api.platform().delete("apps", name, "dynos").send();
            return;
        }
        if (api.dynos(name).stream().anyMatch(dyno -> dyno.name().equals(processOrType))) {
            api.platform().delete("apps", name, "dynos", processOrType).send();
            return;
        }
        if (AppView.formation(api.formation(name)).processes().containsKey(processOrType)) {
            api.platform().delete("apps", name, "formations", processOrType).send();
            return;
        }
        throw new PawseException(Reason.NOT_FOUND, app + " has no process or process type " + processOrType);
    }

    private static AppProcess process(Dyno dyno) {
        return new AppProcess(
                dyno.name(),
                dyno.type(),
                state(dyno),
                dyno.command(),
                dyno.size(),
                dyno.release() == null ? null : "v" + dyno.release().version(),
                startedAt(dyno),
                null);
    }

    private static AppState state(Dyno dyno) {
        return switch (dyno.state()) {
            case "up" -> AppState.RUNNING;
            case "starting" -> AppState.STARTING;
            case "crashed" -> AppState.CRASHED;
            case "idle", "down" -> AppState.STOPPED;
            default -> AppState.UNKNOWN;
        };
    }

    /** A dyno that is up changed last when it came up. */
    private static @Nullable Instant startedAt(Dyno dyno) {
        return switch (dyno.state()) {
            case "starting" -> null;
            case "up" -> dyno.updatedAt();
            default -> dyno.createdAt();
        };
    }
}
