package dev.pawse.ecs;

import dev.pawse.http.Pauses;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Runs the tasks that dump and load a database, to their end. A task whose caller gives up, is interrupted or ends is stopped. Safe for
 * many threads.
 */
final class DatabaseTasks {
    private static final Duration FIRST_LOOK = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** ECS may not know a task for some seconds after it has started it. */
    private static final Duration UNKNOWN = Duration.ofSeconds(30);

    private static final Duration LOG_COMES = Duration.ofSeconds(10);
    private static final int LAST_LINES = 20;

    private final AwsClients clients;
    private final OneOffTasks tasks;

    DatabaseTasks(AwsClients clients, OneOffTasks tasks) {
        this.clients = clients;
        this.tasks = tasks;
    }

    /**
     * Runs a program of the database's container.
     *
     * @param type what the task is shown as, e.g. {@code db-dump}
     * @param what the same in words, e.g. {@code the dump}
     * @throws PawseException {@link Reason#FAILED} with the task's last lines when it ended badly; {@link Reason#TIMEOUT} when it went on
     *     for longer than that
     */
    void run(DatabasePlace place, String type, String what, List<String> command, Instant deadline) {
        Task task = tasks.start(new OneOffTasks.Order(
                place.app(),
                type,
                place.definition().definition().taskDefinitionArn(),
                place.container().name(),
                command,
                Map.of(),
                null,
                false));
        Task ended = null;
        try (AtExit exit = AtExit.run(() -> tasks.stop(task, "pawse was told to end"))) {
            ended = ended(task, what, deadline);
        } finally {
            if (ended == null) {
                tasks.stop(task, "pawse gave up waiting for it");
            }
        }
        requireSuccess(place, what, ended);
    }

    private Task ended(Task task, String what, Instant deadline) {
        Instant known = clients.clock().instant().plus(UNKNOWN);
        Duration pause = FIRST_LOOK;
        while (true) {
            Optional<Task> now = look(task);
            Instant at = clients.clock().instant();
            if (now.isPresent() && "STOPPED".equals(now.get().lastStatus())) {
                return now.get();
            }
            if (now.isEmpty() && at.isAfter(known)) {
                throw new PawseException(
                        Reason.FAILED,
                        what + " is lost: ecs knows no task " + AppTasks.idOf(task.taskArn()) + " any more");
            }
            if (!at.isBefore(deadline)) {
                throw new PawseException(
                        Reason.TIMEOUT,
                        what + " was not done in time; its task " + AppTasks.idOf(task.taskArn()) + " is stopped");
            }
            Pauses.pause(clients.clock(), pause);
            pause = pause.multipliedBy(3).dividedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        }
    }

    /** A look that AWS has no time for is made again with the next. */
    private Optional<Task> look(Task task) {
        try {
            return clients
                    .ecs()
                    .describeTasks(request -> request.cluster(task.clusterArn()).tasks(task.taskArn()))
                    .tasks()
                    .stream()
                    .findFirst();
        } catch (PawseException e) {
            if (e.reason() == Reason.RATE_LIMITED
                    || (e.reason() == Reason.UNAVAILABLE
                            && !Thread.currentThread().isInterrupted())) {
                return Optional.of(task);
            }
            throw e;
        }
    }

    private void requireSuccess(DatabasePlace place, String what, Task task) {
        String name = place.container().name();
        Optional<Container> container = task.containers().stream()
                .filter(one -> name.equals(one.name()))
                .findFirst();
        @Nullable Integer code = container.map(Container::exitCode).orElse(null);
        if (code != null && code == 0) {
            return;
        }
        String why = code == null
                ? "its task did not run: "
                        + container.map(Container::reason).orElse(String.valueOf(task.stoppedReason()))
                : "it ended with exit code " + code + (code == 137 ? " (killed, perhaps for want of memory)" : "");
        String said = lastLines(place, task);
        throw new PawseException(Reason.FAILED, what + " failed: " + why + (said.isEmpty() ? "" : "\n" + said));
    }

    /** What the task wrote last comes to the log a little later. */
    private String lastLines(DatabasePlace place, Task task) {
        DatabasePlace.TaskLog log = place.log(task).orElse(null);
        if (log == null) {
            return "";
        }
        Instant end = clients.clock().instant().plus(LOG_COMES);
        while (true) {
            String lines = lines(log);
            if (!lines.isEmpty() || !clients.clock().instant().isBefore(end)) {
                return lines;
            }
            Pauses.pause(clients.clock(), FIRST_LOOK.multipliedBy(2));
        }
    }

    private String lines(DatabasePlace.TaskLog log) {
        try {
            List<String> lines = clients
                    .logs()
                    .getLogEvents(request -> request.logGroupName(log.group())
                            .logStreamName(log.stream())
                            .limit(LAST_LINES))
                    .events()
                    .stream()
                    .map(OutputLogEvent::message)
                    .map(String::stripTrailing)
                    .toList();
            // A client may tell where it could not connect to.
            return String.join("\n", lines).replaceAll("://[^\\s@]+@", "://***@");
        } catch (PawseException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return "";
            }
            return "(its log cannot be read: " + e.message() + ")";
        }
    }
}
