package dev.pawse.proxy;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop to all apps. Only its event loop touches it. */
final class UpstreamPool {
    private final int maxIdle;
    private final Map<AppId, Target> targets = new HashMap<>();

    UpstreamPool(int maxIdle) {
        this.maxIdle = maxIdle;
    }

    /**
     * The process whose turn it is among those of an app, or null when it answers nowhere. One that refused lately is left
     * out as long as there is another.
     */
    // Which App it is tells at once that nothing has changed; to compare what it holds would cost on every request.
    @SuppressWarnings("ReferenceEquality")
    @Nullable
    Upstream next(App app, long now) {
        Target target = targets.get(app.id());
        if (target == null || target.app != app) {
            target = renewed(app, target, now);
            targets.put(app.id(), target);
        }
        return target.next(now);
    }

    /** Drops the unused connections to an app that is in doubt. */
    void drop(AppId app) {
        Target target = targets.get(app);
        if (target != null) {
            for (Upstream upstream : target.upstreams) {
                upstream.drop(false);
            }
        }
    }

    /** Closes what has not been used since a moment. */
    void closeIdle(long usedBefore) {
        for (Target target : targets.values()) {
            for (Upstream upstream : target.upstreams) {
                upstream.closeIdle(usedBefore);
            }
        }
    }

    /** Closes every unused connection, for good. */
    void close() {
        for (Target target : targets.values()) {
            for (Upstream upstream : target.upstreams) {
                upstream.drop(true);
            }
        }
        targets.clear();
    }

    private Target renewed(App app, @Nullable Target old, long now) {
        boolean sameName = old != null && Objects.equals(old.app.upstreamHost(), app.upstreamHost());
        if (old != null && sameName && old.app.endpoints().equals(app.endpoints())) {
            return new Target(app, old.upstreams, old.turn);
        }
        Map<URI, Upstream> known = new HashMap<>();
        if (old != null) {
            for (int i = 0; i < old.upstreams.length; i++) {
                known.put(old.app.endpoints().get(i), old.upstreams[i]);
            }
        }
        List<URI> uris = app.endpoints();
        Upstream[] upstreams = new Upstream[uris.size()];
        for (int i = 0; i < upstreams.length; i++) {
            URI uri = uris.get(i);
            Upstream kept = sameName ? known.remove(uri) : null;
            upstreams[i] = kept != null ? kept : new Upstream(Endpoint.of(uri, app.upstreamHost()), maxIdle, now);
        }
        known.values().forEach(gone -> gone.drop(true));
        return new Target(app, upstreams, 0);
    }

    private static final class Target {
        private final App app;
        private final Upstream[] upstreams;
        private int turn;

        private Target(App app, Upstream[] upstreams, int turn) {
            this.app = app;
            this.upstreams = upstreams;
            this.turn = turn;
        }

        private @Nullable Upstream next(long now) {
            int count = upstreams.length;
            if (count <= 1) {
                return count == 0 ? null : upstreams[0];
            }
            int first = turn;
            turn = (first + 1) % count;
            for (int i = 0; i < count; i++) {
                Upstream candidate = upstreams[(first + i) % count];
                if (!candidate.isDown(now)) {
                    return candidate;
                }
            }
            return upstreams[first];
        }
    }
}
