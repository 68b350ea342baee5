package dev.pawse.clever;

import dev.pawse.http.LogFeed;
import dev.pawse.http.LogSource;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Logs.LogLine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log of one deployment. While it goes on its state is looked at every few seconds; once it has ended, the rest is read. */
final class DeploymentLogSource implements LogSource {
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final Duration LATE_LINES = Duration.ofSeconds(2);

    private final CleverApi api;
    private final AppRef app;
    private final Rollouts rollouts;
    private final Activity deployment;
    private final LogPosition position = new LogPosition();
    private final LineNames names;
    private Instant nextLook = Instant.MIN;
    private boolean ended;
    private volatile boolean readToEnd;

    DeploymentLogSource(CleverApi api, AppRef app, Rollouts rollouts, Activity deployment) {
        this.api = api;
        this.app = app;
        this.rollouts = rollouts;
        this.deployment = deployment;
        names = new LineNames(api, app);
        ended = !deployment.isInProgress();
    }

    @Override
    public List<LogLine> recent() {
        List<LogLine> lines = new ArrayList<>();
        boolean last = ended;
        LogWindow window = window(deployment.at(), api.clock().instant().plusMillis(1));
        try (CleverLogFeed feed = CleverLogFeed.open(api, app, window, position, names)) {
            for (LogLine line = feed.next(); line != null; line = feed.next()) {
                lines.add(line);
            }
        } catch (IOException e) {
            throw new PawseException(
                    Reason.UNAVAILABLE,
                    "the log of deployment " + deployment.id() + " of " + app.id() + " broke off ("
                            + e.getClass().getSimpleName() + ")");
        }
        readToEnd = last;
        return lines;
    }

    @Override
    public LogFeed live(@Nullable Instant after) {
        Instant since = after == null ? deployment.at() : after;
        if (hasEnded()) {
            return new LastFeed(CleverLogFeed.open(
                    api, app, window(since, api.clock().instant().plus(LATE_LINES)), position, names));
        }
        return CleverLogFeed.open(api, app, window(since, null), position, names, this::hasEnded);
    }

    @Override
    public boolean isOver() {
        return readToEnd;
    }

    private synchronized boolean hasEnded() {
        Instant now = api.clock().instant();
        if (!ended && !now.isBefore(nextLook)) {
            nextLook = now.plus(LOOK);
            ended = rollouts.find(app, deployment.uuid())
                    .filter(Activity::isInProgress)
                    .isEmpty();
        }
        return ended;
    }

    private LogWindow window(Instant since, @Nullable Instant until) {
        return new LogWindow(since, until, deployment.uuid());
    }

    /** What is left to read when a deployment has ended; its end is the log's. */
    private final class LastFeed implements LogFeed {
        private final LogFeed feed;

        private LastFeed(LogFeed feed) {
            this.feed = feed;
        }

        @Override
        public @Nullable LogLine next() throws IOException {
            LogLine line = feed.next();
            readToEnd |= line == null;
            return line;
        }

        @Override
        public void close() {
            feed.close();
        }
    }
}
