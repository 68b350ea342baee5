package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.services.ecs.model.Task;

/** A task that is there for one session: it is stopped when this is closed or when the process is told to end, and once. */
final class OneOff implements AutoCloseable {
    private final OneOffTasks tasks;
    private final Task task;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtExit atExit;

    private OneOff(OneOffTasks tasks, Task task) {
        this.tasks = tasks;
        this.task = task;
        atExit = AtExit.run(this::stop);
    }

    static OneOff start(OneOffTasks tasks, OneOffTasks.Order order) {
        return new OneOff(tasks, tasks.start(order));
    }

    Task task() {
        return task;
    }

    /** A failure for want of a connection, or why the task stopped if that was the cause. */
    PawseException explained(PawseException failure) {
        try {
            return tasks.now(task)
                    .filter(TaskWait::isOver)
                    .map(over -> new PawseException(
                            Reason.FAILED,
                            "the task " + AppTasks.idOf(task.taskArn()) + " stopped under the command"
                                    + TaskWait.whyStopped(over),
                            failure))
                    .orElse(failure);
        } catch (PawseException e) {
            return failure;
        }
    }

    @Override
    public void close() {
        atExit.close();
        stop();
    }

    private void stop() {
        if (stopped.compareAndSet(false, true)) {
            tasks.stop(task, "the session of pawse is over");
        }
    }
}
