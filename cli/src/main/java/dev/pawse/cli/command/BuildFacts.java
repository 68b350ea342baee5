package dev.pawse.cli.command;

import dev.pawse.cli.Json;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Style;
import dev.pawse.cli.Target;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Builds.Build;
import dev.pawse.spi.capability.Builds.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words and values about a build that several commands show in the same way, and how one is found. */
final class BuildFacts {
    private BuildFacts() {}

    /**
     * The build that is meant.
     *
     * @param id its id or its number, with or without {@code #}; or null for the newest
     */
    static Build find(Target target, @Nullable String id) {
        Builds builds = target.require(Builds.class);
        if (id == null) {
            return builds.builds(target.id(), 1).stream()
                    .findFirst()
                    .orElseThrow(() ->
                            new PawseException(Reason.NOT_FOUND, target.id().name() + " has no build yet"));
        }
        return builds.build(target.id(), id.startsWith("#") ? id.substring(1) : id)
                .orElseThrow(() -> Problem.of(Reason.NOT_FOUND, target.id().name() + " has no build " + id)
                        .next("pawse builds " + target.flag())
                        .about(target.id())
                        .failure());
    }

    static Map<String, @Nullable Object> json(Build build) {
        return Json.object(
                "number",
                build.number(),
                "id",
                build.id(),
                "status",
                build.status(),
                "sourceVersion",
                null,
                "commit",
                build.commit(),
                "commitMessage",
                build.message(),
                "startedAt",
                build.startedAt(),
                "endedAt",
                build.endedAt(),
                "durationMs",
                build.startedAt() == null || build.endedAt() == null
                        ? null
                        : Duration.between(build.startedAt(), build.endedAt()),
                "trigger",
                null,
                "logsUrl",
                null,
                "phases",
                List.of(),
                "provider",
                null);
    }

    /** {@code #142} where builds are numbered, else the id. */
    static String name(Build build) {
        return build.number() == null ? build.id() : "#" + build.number();
    }

    /** Enough of a commit to tell it from others. */
    static String commit(@Nullable String commit) {
        return commit == null ? "-" : commit.length() > 8 ? commit.substring(0, 8) : commit;
    }

    static Style style(Status status) {
        return switch (status) {
            case QUEUED, RUNNING -> Style.YELLOW;
            case SUCCEEDED -> Style.GREEN;
            case STOPPED -> Style.DIM;
            case FAILED, TIMED_OUT, FAULT -> Style.RED;
        };
    }

    static boolean isOver(Status status) {
        return status != Status.QUEUED && status != Status.RUNNING;
    }

    static Status status(String word) {
        for (Status status : Status.values()) {
            if (status.label().equals(word.toLowerCase(Locale.ROOT))) {
                return status;
            }
        }
        throw Problem.usage("--status: '" + word + "' is not a status: queued, running, succeeded, failed, stopped,"
                        + " timed-out or fault")
                .failure();
    }
}
