package dev.pawse.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An executor and a timer that do nothing until they are told to: tasks run on the thread that calls {@link #runNext},
 * {@link #runAll} or {@link #advance}, in the order in which they are due. Tasks may be given to it by any thread.
 *
 * <p>What a task throws: from {@link #execute} it comes out of the run method, from the others it is in the future.
 */
public final class ManualExecutor extends AbstractExecutorService implements ScheduledExecutorService {
    private final ManualClock clock;
    private final long origin;
    private final PriorityQueue<Task<?>> queue = new PriorityQueue<>();
    private long submitted;
    private boolean shutdown;

    /** An executor whose time stands still until {@link #advance} is called. */
    public ManualExecutor() {
        this(ManualClock.create());
    }

    /** An executor whose delays are told by this clock. */
    public ManualExecutor(ManualClock clock) {
        this.clock = clock;
        this.origin = clock.nanoTime();
    }

    /** Runs the task that is due first; false when none is due. */
    public boolean runNext() {
        Task<?> task = takeDue();
        if (task == null) {
            return false;
        }
        task.runOnce();
        return true;
    }

    /**
     * Runs tasks until none is due, those included that they give in turn.
     *
     * @return how many ran
     */
    public int runAll() {
        int ran = 0;
        while (runNext()) {
            ran++;
            if (ran == 1_000_000) {
                throw new IllegalStateException(
                        "a million tasks ran and there is no end: one gives itself again and again");
            }
        }
        return ran;
    }

    /** Lets time pass, stopping at each moment at which a task is due and running it there. */
    public void advance(Duration duration) {
        long end = elapsed() + duration.toNanos();
        runAll();
        for (long due = nextDue(); due <= end; due = nextDue()) {
            clock.advance(Duration.ofNanos(Math.max(0, due - elapsed())));
            runAll();
        }
        clock.advance(Duration.ofNanos(Math.max(0, end - elapsed())));
        runAll();
    }

    /** How many tasks wait, due or not. */
    public synchronized int waiting() {
        return queue.size();
    }

    /** How many tasks are due now. */
    public synchronized int due() {
        long now = elapsed();
        return (int) queue.stream().filter(task -> task.due <= now).count();
    }

    @Override
    public void execute(Runnable command) {
        add(new Task<>(command, elapsed(), 0, false, true));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return add(new Task<Object>(command, elapsed() + unit.toNanos(Math.max(0, delay)), 0, false, false));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return add(new Task<>(callable, elapsed() + unit.toNanos(Math.max(0, delay))));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return repeat(command, initialDelay, period, unit, true);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return repeat(command, initialDelay, delay, unit, false);
    }

    @Override
    public synchronized void shutdown() {
        shutdown = true;
    }

    @Override
    public synchronized List<Runnable> shutdownNow() {
        shutdown = true;
        List<Runnable> left = new ArrayList<>(queue);
        queue.clear();
        return left;
    }

    @Override
    public synchronized boolean isShutdown() {
        return shutdown;
    }

    @Override
    public synchronized boolean isTerminated() {
        return shutdown && queue.isEmpty();
    }

    /** Runs what is due, as nobody else would; does not wait. */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        runAll();
        return isTerminated();
    }

    private ScheduledFuture<?> repeat(
            Runnable command, long initialDelay, long period, TimeUnit unit, boolean fixedRate) {
        if (period <= 0) {
            throw new IllegalArgumentException("period: " + period + " is not above 0");
        }
        long first = elapsed() + unit.toNanos(Math.max(0, initialDelay));
        return add(new Task<Object>(command, first, unit.toNanos(period), fixedRate, false));
    }

    private synchronized <V> Task<V> add(Task<V> task) {
        if (shutdown) {
            throw new RejectedExecutionException("this executor is shut down");
        }
        queue.add(task);
        return task;
    }

    private synchronized void addAgain(Task<?> task) {
        if (!shutdown) {
            queue.add(task);
        }
    }

    private synchronized void remove(Task<?> task) {
        queue.remove(task);
    }

    private synchronized @Nullable Task<?> takeDue() {
        Task<?> first = queue.peek();
        return first == null || first.due > elapsed() ? null : queue.poll();
    }

    private synchronized long nextDue() {
        Task<?> first = queue.peek();
        return first == null ? Long.MAX_VALUE : first.due;
    }

    private synchronized long nextNumber() {
        return submitted++;
    }

    /** Nanoseconds since this executor was made. */
    private long elapsed() {
        return clock.nanoTime() - origin;
    }

    /** One task, once or again and again. */
    private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private final long number = nextNumber();
        private final long period;
        private final boolean fixedRate;
        private final boolean bare;
        private final Runnable command;
        private long due;

        @SuppressWarnings("NullAway") // A Runnable has no result.
        private Task(Runnable command, long due, long period, boolean fixedRate, boolean bare) {
            super(command, null);
            this.command = command;
            this.due = due;
            this.period = period;
            this.fixedRate = fixedRate;
            this.bare = bare;
        }

        private Task(Callable<V> callable, long due) {
            super(callable);
            this.command = this;
            this.due = due;
            this.period = 0;
            this.fixedRate = false;
            this.bare = false;
        }

        private void runOnce() {
            if (bare) {
                command.run();
            } else if (period == 0) {
                run();
            } else if (runAndReset()) {
                due = (fixedRate ? due : elapsed()) + period;
                addAgain(this);
            }
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            remove(this);
            return super.cancel(mayInterruptIfRunning);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - elapsed(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Task<?> task = (Task<?>) other;
            return due != task.due ? Long.compare(due, task.due) : Long.compare(number, task.number);
        }
    }
}
