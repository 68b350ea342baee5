package dev.pawse.cli.command;

import dev.pawse.cli.AdminApi;
import dev.pawse.spi.PawseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a running proxy did, and what it does while it is followed. */
final class ProxyEvents implements AutoCloseable {
    /** As many as a proxy tells at once. */
    private static final int MOST = 1000;

    private final AdminApi api;
    private final @Nullable String app;
    private final AdminApi.@Nullable EventFeed feed;
    private final Set<Map<String, @Nullable Object>> told = new HashSet<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private boolean read;
    private volatile boolean closed;

    private ProxyEvents(AdminApi api, @Nullable String app, AdminApi.@Nullable EventFeed feed) {
        this.api = api;
        this.app = app;
        this.feed = feed;
    }

    /**
     * Reads what a proxy did with an app, or with all for null, and begins to hear what it does. It is heard before it is read, so that
     * nothing falls in between.
     *
     * @param recent where the newest so many are added, oldest first
     */
    static ProxyEvents open(
            AdminApi api,
            @Nullable String app,
            boolean follow,
            @Nullable Instant since,
            int limit,
            List<Happening> recent) {
        ProxyEvents events = new ProxyEvents(api, app, follow ? api.followEvents() : null);
        try {
            recent.addAll(events.recent(since, limit));
            return events;
        } catch (RuntimeException e) {
            events.close();
            throw e;
        }
    }

    private List<Happening> recent(@Nullable Instant since, int limit) {
        List<Happening> recent = new ArrayList<>();
        // Those of other apps must not count.
        for (Map<String, @Nullable Object> event : api.recentEvents(app == null && since == null ? limit : MOST)) {
            told.add(event);
            Happening happening = Happening.ofProxy(event);
            if (happening.isAbout(app) && (since == null || !happening.at().isBefore(since)) && recent.size() < limit) {
                recent.add(0, happening);
            }
        }
        return recent;
    }

    /** Hands on what happens, on a thread that ends with the proxy, with the process, or soon after {@link #close}. */
    void follow(Consumer<Happening> consumer) {
        read = true;
        Thread reader = new Thread(() -> listen(consumer), "pawse-events");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Whether the proxy has ended.
     *
     * @throws PawseException when it did not say so before
     */
    boolean hasEnded() {
        if (!end.isDone()) {
            return false;
        }
        try {
            end.join();
            return true;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** A connection that is read is closed by who reads it: another thread would wait until something comes. */
    @Override
    public void close() {
        closed = true;
        if (!read && feed != null) {
            feed.close();
        }
    }

    private void listen(Consumer<Happening> consumer) {
        try (AdminApi.EventFeed heard = feed) {
            if (heard != null) {
                heard.forEach(event -> hear(event, consumer), () -> closed);
            }
            end.complete(null);
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    private void hear(Map<String, @Nullable Object> event, Consumer<Happening> consumer) {
        Happening happening = Happening.ofProxy(event);
        if (!closed && !told.contains(event) && happening.isAbout(app)) {
            consumer.accept(happening);
        }
    }
}
