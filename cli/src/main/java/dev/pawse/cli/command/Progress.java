package dev.pawse.cli.command;

import dev.pawse.cli.Session;
import java.time.Duration;

/**
 * Tells on standard error how far a long transfer has come. On a terminal a bar that moves; elsewhere a line at each tenth of it where its
 * length is known, else each time when it has doubled, and from a gigabyte on each further one; nothing of a short one. Used by one thread.
 */
final class Progress {
    private static final long FIRST = 16_000_000;
    private static final long LONGEST_STEP = 1_000_000_000;
    private static final int TENTHS = 10;
    private static final int BAR = 20;
    private static final long BEAT_NANOS = Duration.ofMillis(150).toNanos();

    private final Session session;
    private final boolean animated;
    private final long total;
    private long moved;
    private long next;
    private long shown = System.nanoTime();

    /** @param total how many bytes there are, or below 0 when nobody knows */
    Progress(Session session, long total) {
        this.session = session;
        this.total = total;
        animated = session.canAnimate();
        next = total < 0 ? FIRST : Math.max(FIRST, total / TENTHS);
    }

    void moved(long bytes) {
        moved += bytes;
        if (animated) {
            show();
        } else {
            tell();
        }
    }

    /** Takes the bar back. */
    void end() {
        if (animated) {
            session.endStatus();
        }
    }

    private void show() {
        long now = System.nanoTime();
        if (now - shown < BEAT_NANOS) {
            return;
        }
        shown = now;
        if (total <= 0) {
            session.status("  " + Sizes.text(moved));
            return;
        }
        int done = (int) Math.min(BAR, moved * BAR / total);
        session.status("  [" + "#".repeat(done) + "-".repeat(BAR - done) + "] " + Math.min(100, moved * 100 / total)
                + " % of " + Sizes.text(total));
    }

    private void tell() {
        if (moved < next || (total >= 0 && moved >= total)) {
            return;
        }
        if (total < 0) {
            session.progress("  " + Sizes.text(moved) + " …");
            next = moved + Math.min(moved, LONGEST_STEP);
        } else {
            session.progress(
                    "  " + Sizes.text(moved) + " of " + Sizes.text(total) + " (" + moved * 100 / total + " %) …");
            next = moved + Math.max(FIRST, total / TENTHS);
        }
    }
}
