package dev.pawse.cli.command;

import dev.pawse.cli.Failure;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.capability.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the platform of an app tells of it: what is new each time. */
final class PlatformEvents {
    /** How far back each look of those that follow goes; the platforms give so many at once. */
    private static final int LOOK = 50;

    private final Target target;
    private final Timeline timeline;
    private final @Nullable Instant since;
    private final Set<Timeline.Entry> seen = new HashSet<>();

    private PlatformEvents(Target target, Timeline timeline, @Nullable Instant since) {
        this.target = target;
        this.timeline = timeline;
        this.since = since;
    }

    /**
     * Those of the app that the command is about.
     *
     * @param since nothing from before this, or null for all
     * @throws Failure when nobody can be asked: no provider, no login
     * @throws PawseException when the platform tells no such thing
     */
    static PlatformEvents find(Session session, @Nullable Instant since) {
        Target target = session.targets().app();
        return new PlatformEvents(target, target.require(Timeline.class), since);
    }

    /** The newest so many, or more of them, oldest first. */
    List<Happening> recent(int limit) {
        return news(Math.max(limit, LOOK));
    }

    /** What has happened since the last look, oldest first; something that came further counts as new. */
    List<Happening> news() {
        return news(LOOK);
    }

    private List<Happening> news(int limit) {
        List<Happening> news = new ArrayList<>();
        for (Timeline.Entry entry : timeline.timeline(target.id(), since, limit)) {
            if (seen.add(entry)) {
                news.add(0, Happening.ofPlatform(target.id(), entry));
            }
        }
        return news;
    }
}
