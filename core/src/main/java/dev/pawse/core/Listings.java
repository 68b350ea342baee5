package dev.pawse.core;

import dev.pawse.spi.App;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Urgency;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every provider for its apps, all at once. One that fails, or hangs, is left out and logged; one that hangs is not asked
 * again before it has answered. Called by one thread at a time; blocks for {@link #PATIENCE} at most.
 */
final class Listings {
    private static final Logger LOG = LoggerFactory.getLogger(Listings.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Provider> providers;
    private final Executor blocking;
    private final LongSupplier nanoTime;
    private final Map<String, CompletableFuture<Listing>> open = new LinkedHashMap<>();

    Listings(Map<String, Provider> providers, Executor blocking, LongSupplier nanoTime) {
        this.providers = providers;
        this.blocking = blocking;
        this.nanoTime = nanoTime;
    }

    /**
     * All apps of one provider.
     *
     * @param askedNanos when it was asked, by the monotonic clock
     */
    record Listing(String provider, List<App> apps, long askedNanos) {}

    /** The listings of the providers that answer. */
    List<Listing> take() {
        providers.forEach((name, provider) -> open.computeIfAbsent(name, key -> ask(key, provider)));
        long end = System.nanoTime() + PATIENCE.toNanos();
        Map<String, CompletableFuture<Listing>> asked = new LinkedHashMap<>(open);
        return asked.entrySet().stream()
                .flatMap(entry -> await(entry.getKey(), entry.getValue(), end).stream())
                .toList();
    }

    private CompletableFuture<Listing> ask(String name, Provider provider) {
        return CompletableFuture.supplyAsync(
                () -> {
                    long asked = nanoTime.getAsLong();
                    return new Listing(name, Urgency.SWEEP.call(provider::apps), asked);
                },
                blocking);
    }

    private List<Listing> await(String name, CompletableFuture<Listing> answer, long end) {
        try {
            Listing listing = answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            open.remove(name);
            return List.of(listing);
        } catch (TimeoutException e) {
            LOG.warn("{}: has not told its apps for {} s, its apps are left as they are", name, PATIENCE.toSeconds());
        } catch (ExecutionException | CompletionException e) {
            open.remove(name);
            warn(name, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }

    private static void warn(String name, Throwable why) {
        if (why instanceof PawseException known) {
            LOG.warn("{}: does not tell its apps, they are left as they are: {}", name, known.message());
        } else {
            LOG.error("{}: failed to tell its apps, they are left as they are", name, why);
        }
    }
}
