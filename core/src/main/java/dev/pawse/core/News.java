package dev.pawse.core;

import dev.pawse.spi.AppId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What processes that share the registry tell each other of apps, for those who wait here. News may be missed: whoever waits looks again
 * after a while. Never blocks.
 */
final class News {
    private final ConcurrentHashMap<AppId, CompletableFuture<Void>> next = new ConcurrentHashMap<>();

    /** Ends with the next news of an app. To be asked for before one looks, so that nothing falls between. */
    CompletableFuture<Void> next(AppId id) {
        return next.computeIfAbsent(id, key -> new CompletableFuture<>());
    }

    /** Something was written of an app, or its lease was given back. */
    void heard(AppId id) {
        CompletableFuture<Void> waiting = next.remove(id);
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    /** Goes on, on a blocking thread, once there is the news, or after a while. */
    void await(Parts parts, AppId id, CompletableFuture<Void> news, Duration atMost, Runnable then) {
        parts.alarm(atMost, () -> {
            next.remove(id, news);
            news.complete(null);
        });
        news.thenRun(() -> parts.later(Duration.ZERO, then));
    }
}
