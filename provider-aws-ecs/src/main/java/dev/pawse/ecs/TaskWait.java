package dev.pawse.ecs;

import dev.pawse.http.Pauses;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** Waits until a task has become what somebody waits for. Safe for many threads. */
final class TaskWait {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    /** A task that was just started may not be seen at once. */
    private static final Duration UNSEEN = Duration.ofSeconds(10);

    private final AwsClients clients;

    TaskWait(AwsClients clients) {
        this.clients = clients;
    }

    /**
     * Looks again and again, ever more rarely.
     *
     * @param task what was started
     * @param what what is waited for, in words that complete "it did not …"
     * @param look what was waited for, once it is so
     * @throws PawseException {@link Reason#FAILED} when the task is gone, {@link Reason#TIMEOUT} when it took too long
     */
    <T> T until(Task task, String what, Duration atMost, Function<Task, Optional<T>> look) {
        Instant start = clients.clock().instant();
        Duration pause = FIRST_PAUSE;
        Optional<Task> last = Optional.empty();
        while (true) {
            Optional<Task> seen = seen(task, last);
            last = seen;
            Optional<T> found = seen.flatMap(look);
            if (found.isPresent()) {
                return found.get();
            }
            Duration waited = Duration.between(start, clients.clock().instant());
            if (seen.isEmpty() && waited.compareTo(UNSEEN) > 0) {
                throw new PawseException(Reason.FAILED, "the task " + id(task) + " is gone");
            }
            if (waited.compareTo(atMost) > 0) {
                throw new PawseException(
                        Reason.TIMEOUT,
                        "the task " + id(task) + " did not " + what + " within " + atMost.toSeconds() + " s"
                                + seen.map(TaskWait::status).orElse(""));
            }
            Pauses.pause(
                    clients.clock(),
                    pause.plusMillis(ThreadLocalRandom.current().nextLong(100)));
            pause = pause.multipliedBy(3).dividedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        }
    }

    /** Whether a task has come to its end or is about to. */
    static boolean isOver(Task task) {
        return "STOPPED".equals(task.desiredStatus()) || "STOPPED".equals(task.lastStatus());
    }

    /** Why a task stopped, in AWS's words: its own reason and those of its containers. */
    static String whyStopped(Task task) {
        StringBuilder why = new StringBuilder();
        if (task.stoppedReason() != null) {
            why.append(": ").append(task.stoppedReason());
        }
        for (Container container : task.containers()) {
            if (container.reason() != null) {
                why.append("; ").append(container.name()).append(": ").append(container.reason());
            } else if (container.exitCode() != null && container.exitCode() != 0) {
                why.append("; ").append(container.name()).append(" ended with ").append(container.exitCode());
            }
        }
        return why.toString();
    }

    /** A look that AWS has no time for shows what was seen last. */
    private Optional<Task> seen(Task task, Optional<Task> last) {
        try {
            return now(task);
        } catch (PawseException e) {
            boolean passes = e.reason() == Reason.RATE_LIMITED || e.reason() == Reason.UNAVAILABLE;
            if (passes && !Thread.currentThread().isInterrupted()) {
                return last.or(() -> Optional.of(task));
            }
            throw e;
        }
    }

    /** A task as it is now; empty when ECS does not know it, or not yet. */
    Optional<Task> now(Task task) {
        DescribeTasksResponse answer = clients.ecs()
                .describeTasks(request -> request.cluster(task.clusterArn()).tasks(task.taskArn()));
        return answer.tasks().stream().findFirst();
    }

    private static String status(Task task) {
        return "; it is " + task.lastStatus();
    }

    private static String id(Task task) {
        return AppTasks.idOf(task.taskArn());
    }
}
