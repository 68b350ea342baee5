package dev.pawse.ecs.fake;

import org.jspecify.annotations.Nullable;

/**
 * Why the tasks of a service do not come to run, do not go on running, or cannot be reached. Immutable.
 *
 * @param kind what happens
 * @param reason the words in which ECS tells it
 * @param exitCode what the container ends with, or null where it never ran
 */
public record Trouble(Kind kind, String reason, @Nullable Integer exitCode) {
    /** What happens to the tasks. */
    public enum Kind {
        /** There is no place for a task: none is created. */
        NO_PLACE,
        /** A task is created and does not get as far as running. */
        NO_START,
        /** A task runs and ends at once. */
        CRASH,
        /** A task runs, and its agent for commands does not. */
        NO_AGENT
    }

    /** No capacity. */
    public static Trouble noPlace() {
        return new Trouble(
                Kind.NO_PLACE,
                "no container instance met all of its requirements. Reason: No Container Instances were found in your"
                        + " cluster",
                null);
    }

    /** The image cannot be had. */
    public static Trouble noImage() {
        return new Trouble(
                Kind.NO_START,
                "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref"
                        + " registry.example.test/app:gone: not found",
                null);
    }

    /** The process ends with this. */
    public static Trouble crash(int exitCode) {
        return new Trouble(Kind.CRASH, "Essential container in task exited", exitCode);
    }

    /** The task's role lacks what the agent for commands needs. */
    public static Trouble noAgent() {
        return new Trouble(Kind.NO_AGENT, "", null);
    }
}
