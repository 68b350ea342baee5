package dev.pawse.heroku.fake;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** What an app and the platform around it have written: the newest lines, numbered. Safe for many threads. */
final class AppLog {
    private static final int KEPT = 1_500;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final Deque<Line> lines = new ArrayDeque<>();
    private long written;
    private Instant last = Instant.MIN;

    AppLog(Clock clock) {
        this.clock = clock;
    }

    record Line(long number, String source, String process, String text) {
        boolean isOf(String dyno, String wantedSource) {
            return (dyno.isEmpty() || process.equals(dyno) || process.startsWith(dyno + "."))
                    && (wantedSource.isEmpty() || source.equals(wantedSource));
        }
    }

    synchronized void write(String source, String process, String message) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
        lines.addLast(new Line(
                ++written, source, process, TIME.format(last) + " " + source + "[" + process + "]: " + message));
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
        notifyAll();
    }

    /** The newest so many lines; what they are filtered by counts only afterwards, as it does at Heroku. */
    synchronized List<Line> newest(int count) {
        List<Line> all = new ArrayList<>(lines);
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    /** Lines after a number; waits a moment where there are none. */
    synchronized List<Line> after(long number, long waitMillis) throws InterruptedException {
        long end = System.nanoTime() + waitMillis * 1_000_000;
        for (long left = waitMillis; written <= number && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return lines.stream().filter(line -> line.number() > number).toList();
    }

    synchronized long written() {
        return written;
    }
}
