package dev.pawse.ecs;

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
