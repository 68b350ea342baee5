package dev.pawse.testkit;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Hook;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/** A hook that records when it ran and ends as it was told; without a word it succeeds. Safe for many threads. */
public final class RecordingHook implements Hook {
    private final String name;
    private final List<Run> runs = new ArrayList<>();
    private final Map<Point, Queue<Outcome>> next = new EnumMap<>(Point.class);
    private final Map<Point, Outcome> always = new EnumMap<>(Point.class);
    private Consumer<Run> doing = run -> {};

    /** One run of the hook. */
    public record Run(Point point, App app) {
        public AppId id() {
            return app.id();
        }
    }

    public RecordingHook(String name) {
        this.name = name;
    }

    /** The next runs at this point end so, one after the other; then as before. */
    public synchronized RecordingHook next(Point point, Outcome... outcomes) {
        next.computeIfAbsent(point, key -> new ArrayDeque<>()).addAll(List.of(outcomes));
        return this;
    }

    /** Every run at this point ends so from now on. */
    public synchronized RecordingHook always(Point point, Outcome outcome) {
        always.put(point, outcome);
        return this;
    }

    /** What a run does before it ends, on the thread that called the hook: it may block there. */
    public synchronized RecordingHook doing(Consumer<Run> action) {
        doing = action;
        return this;
    }

    /** All runs, oldest first. */
    public synchronized List<Run> runs() {
        return List.copyOf(runs);
    }

    /** The points at which it ran for an app, oldest first. */
    public synchronized List<Point> points(AppId app) {
        return runs.stream().filter(run -> run.id().equals(app)).map(Run::point).toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outcome run(Point point, App app) {
        Run run = new Run(point, app);
        begin(run).accept(run);
        return outcome(point);
    }

    private synchronized Consumer<Run> begin(Run run) {
        runs.add(run);
        return doing;
    }

    private synchronized Outcome outcome(Point point) {
        Queue<Outcome> scripted = next.get(point);
        Outcome first = scripted == null ? null : scripted.poll();
        return first != null ? first : always.getOrDefault(point, new Outcome.Succeeded());
    }
}
