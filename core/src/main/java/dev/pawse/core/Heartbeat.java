package dev.pawse.core;

import dev.pawse.spi.PawseException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a task that blocks again and again, at an even pace, until the engine is closed; a beat that comes while one goes on is left out. */
final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final Parts parts;
    private final Duration pace;
    private final String what;
    private final Runnable task;
    private final AtomicBoolean running = new AtomicBoolean();
    private boolean failing;

    /** @param what the task for people, e.g. {@code use could not be published} when it fails */
    Heartbeat(Parts parts, Duration pace, String what, Runnable task) {
        this.parts = parts;
        this.pace = pace;
        this.what = what;
        this.task = task;
    }

    void start() {
        parts.alarm(pace, this::beat);
    }

    private void beat() {
        parts.alarm(pace, this::beat);
        if (running.compareAndSet(false, true)) {
            parts.later(Duration.ZERO, this::run);
        }
    }

    private void run() {
        try {
            task.run();
            failing = false;
        } catch (RuntimeException e) {
            // Once a second is too often to say the same.
            if (!failing) {
                LOG.warn("{}: {}", what, e instanceof PawseException told ? told.message() : e.toString());
            }
            failing = true;
        } finally {
            running.set(false);
        }
    }
}
