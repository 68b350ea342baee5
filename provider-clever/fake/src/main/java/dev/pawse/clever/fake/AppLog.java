package dev.pawse.clever.fake;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an app and its deployments have written. Safe for many threads. */
final class AppLog {
    private final List<Line> lines = new ArrayList<>();
    private Instant last = Instant.EPOCH;
    private long sequence;

    /** One line. */
    record Line(
            String id,
            Instant at,
            String message,
            @Nullable String instance,
            @Nullable String deployment,
            String service) {}

    synchronized void write(
            Instant now, String message, @Nullable String instance, @Nullable String deployment, String service) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        if (!at.isAfter(last)) {
            // Two lines never have the same time here, so that a time names one.
            at = last.plusMillis(1);
        }
        last = at;
        lines.add(new Line(at.toEpochMilli() + "-" + sequence++, at, message, instance, deployment, service));
    }

    synchronized List<Line> from(int index) {
        return List.copyOf(lines.subList(Math.min(index, lines.size()), lines.size()));
    }

    /** How many lines came before and with the one of this id; 0 when there is none. */
    synchronized int after(String id) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).id().equals(id)) {
                return i + 1;
            }
        }
        return 0;
    }

    /** Loses all that was written. */
    synchronized void forget() {
        lines.clear();
    }
}
