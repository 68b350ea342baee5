package dev.pawse.scalingo;

import static java.util.Objects.requireNonNull;

import dev.pawse.spi.AppState;
import dev.pawse.spi.capability.Processes.AppProcess;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A container that runs or is about to (developers.scalingo.com, "List current containers").
 *
 * @param type its process type
 * @param typeIndex its number in the type, from 1
 */
@JsonNaming(SnakeCaseStrategy.class)
record Container(
        @Nullable String id,
        String type,
        int typeIndex,
        @Nullable String state,
        @Nullable String command,
        @Nullable String createdAt,
        @Nullable String size) {
    Container {
        requireNonNull(type);
    }

    /** The answer that lists them. */
    record All(List<Container> containers) {
        All {
            containers = List.copyOf(containers);
        }
    }

    static List<Container> of(Place place) {
        return place.get("ps").read(All.class).containers();
    }

    String name() {
        return type + "." + typeIndex;
    }

    AppProcess process() {
        return new AppProcess(name(), type, appState(), command, size, null, Moments.parse(createdAt), null);
    }

    boolean runs() {
        return appState() == AppState.RUNNING;
    }

    private AppState appState() {
        return switch (state == null ? "" : state) {
            case "running" -> AppState.RUNNING;
            case "booting", "starting", "restarting" -> AppState.STARTING;
            case "stopping" -> AppState.STOPPING;
            case "stopped" -> AppState.STOPPED;
            case "crashed" -> AppState.CRASHED;
            default -> AppState.UNKNOWN;
        };
    }
}
