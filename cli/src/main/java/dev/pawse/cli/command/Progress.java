package dev.pawse.cli.command;

import dev.pawse.cli.Session;

/**
 * Tells on standard error how far a long transfer has come: each tenth of it where its length is known, else each time when it has doubled,
 * and from a gigabyte on each further one; nothing of a short one. Used by one thread.
 */
final class Progress {
    private static final long FIRST = 16_000_000;
    private static final long LONGEST_STEP = 1_000_000_000;
    private static final int TENTHS = 10;

    private final Session session;
    private final long total;
    private long moved;
    private long next;

    /** @param total how many bytes there are, or below 0 when nobody knows */
    Progress(Session session, long total) {
        this.session = session;
        this.total = total;
        next = total < 0 ? FIRST : Math.max(FIRST, total / TENTHS);
    }

    void moved(long bytes) {
        moved += bytes;
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
