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
    private static final int KILLED = 137;
    private static final int MOST_FAILURES = 20;
    private static final Duration LOG_LOOK = Duration.ofSeconds(1);
    private static final Duration LOG_COMES = Duration.ofSeconds(10);
    private static final int LAST_LINES = 20;

    private final AwsClients clients;
    private final OneOffTasks tasks;
    private final TaskWait wait;

    DatabaseTasks(AwsClients clients, OneOffTasks tasks) {
        this.clients = clients;
        this.tasks = tasks;
        wait = new TaskWait(clients);
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
        OneOffTasks.Order order = new OneOffTasks.Order(
                place.app(),
                type,
                place.definition().definition().taskDefinitionArn(),
                place.container().name(),
                command,
                Map.of(),
                null,
                false);
        Made<Task> task = new Made<>();
        Task ended;
        // From before the call on: the task may be there before we hear of it.
        try (AtExit exit =
                AtExit.run(() -> task.await().ifPresent(made -> tasks.stop(made, "pawse was told to end")))) {
            ended = ended(task.make(() -> tasks.start(order)), deadline);
        }
        requireSuccess(place, what, ended);
    }

    /** The task when it has ended; when it is not waited for any longer it is stopped. */
    private Task ended(Task task, Instant deadline) {
        boolean ended = false;
        try {
            Task last = awaited(task, deadline);
            ended = true;
            return last;
        } finally {
            if (!ended) {
                tasks.stop(task, "pawse gave up waiting for it");
            }
        }
    }

    /** A look that AWS has no time for does not end a wait of hours. */
    private Task awaited(Task task, Instant deadline) {
        for (int failures = 0; ; failures++) {
            try {
                Duration left = Duration.between(clients.clock().instant(), deadline);
                return wait.until(
                        task, "end", left, now -> Optional.of(now).filter(one -> "STOPPED".equals(one.lastStatus())));
            } catch (PawseException e) {
                boolean passes = e.reason() == Reason.RATE_LIMITED
                        || (e.reason() == Reason.UNAVAILABLE
                                && !Thread.currentThread().isInterrupted());
                if (!passes || failures >= MOST_FAILURES) {
                    throw e;
                }
            }
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
                ? "its task did not run" + TaskWait.whyStopped(task)
                : "it ended with exit code " + code + (code == KILLED ? " (killed, perhaps for want of memory)" : "");
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
            Pauses.pause(clients.clock(), LOG_LOOK);
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
