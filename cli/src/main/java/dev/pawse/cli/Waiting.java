package dev.pawse.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Shows that something is waited for: on a terminal a line that moves and is gone at the end, elsewhere a plain one. Our own forty lines,
 * as a terminal library costs more time to load than most waits take.
 */
public final class Waiting implements AutoCloseable {
    private static final String[] FRAMES = {"|", "/", "-", "\\"};
    private static final Duration BEAT = Duration.ofMillis(150);

    private final Messages messages;
    private final String what;
    private final int columns;
    private final long began = System.nanoTime();
    private final @Nullable Thread animation;

    private Waiting(Session session, String what) {
        this.what = what;
        messages = session.messages();
        columns = session.world().terminal().columns();
        if (!session.canAnimate()) {
            animation = null;
            session.progress(what + " …");
            return;
        }
        show(0);
        animation = new Thread(this::animate, "pawse-waiting");
        animation.setDaemon(true);
        animation.start();
    }

    /** Begins to show it; the end of what is shown is not part of {@code what}. */
    public static Waiting on(Session session, String what) {
        return new Waiting(session, what);
    }

    @Override
    public void close() {
        Thread running = animation;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        messages.endStatus();
    }

    private void animate() {
        try {
            for (int frame = 1; ; frame++) {
                Thread.sleep(BEAT.toMillis());
                show(frame);
            }
        } catch (InterruptedException e) {
            // It is over.
            return;
        }
    }

    private void show(int frame) {
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        String line = FRAMES[frame % FRAMES.length] + " " + what + (seconds > 0 ? " (" + seconds + "s)" : "");
        // A line that wraps cannot be taken back.
        messages.status(columns > 0 && line.length() >= columns ? line.substring(0, columns - 1) : line);
    }
}
