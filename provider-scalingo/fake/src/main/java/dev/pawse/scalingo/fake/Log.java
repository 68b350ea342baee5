package dev.pawse.scalingo.fake;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What an app has written, and who follows it. Safe for many threads. */
final class Log {
    private static final int KEPT = 10_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss.SSSSSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Deque<Line> lines = new ArrayDeque<>();
    private final List<Consumer<Line>> followers = new ArrayList<>();
    private Instant last = Instant.EPOCH;

    /**
     * One line.
     *
     * @param source e.g. {@code web-1}
     */
    record Line(Instant at, String source, String message) {
        String text() {
            return TIME.format(at) + " +0000 UTC [" + source + "] " + message + "\n";
        }
    }

    /** Writes a line; no two have the same time. */
    synchronized void write(String source, String message) {
        Instant now = Instant.now();
        last = now.isAfter(last) ? now : last.plusNanos(1_000);
        Line line = new Line(last, source, message);
        lines.addLast(line);
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
        List.copyOf(followers).forEach(follower -> follower.accept(line));
    }

    /** The newest lines that fit, oldest first. */
    synchronized List<Line> newest(int count, Predicate<Line> which) {
        List<Line> fitting = lines.stream().filter(which).toList();
        return List.copyOf(fitting.subList(Math.max(0, fitting.size() - count), fitting.size()));
    }

    synchronized void follow(Consumer<Line> follower) {
        followers.add(follower);
    }

    synchronized void unfollow(Consumer<Line> follower) {
        followers.remove(follower);
    }

    /** The API's filter: a container, a type, {@code router}, or several with bars between them; empty for all. */
    static Predicate<Line> filter(String filter) {
        if (filter.isEmpty()) {
            return line -> true;
        }
        List<String> names = List.of(filter.split("\\|"));
        return line -> names.stream()
                .anyMatch(name -> line.source.equals(name) || line.source.matches(Pattern.quote(name) + "-\\d+"));
    }
}
