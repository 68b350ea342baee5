package dev.pawse.core;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Registry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the parts of one engine share.
 *
 * @param registry what it says of itself; all else is asked of {@code fleet}, {@code ledger}, {@code leases} and {@code news}
 * @param nanoTime the monotonic clock by which everything is timed
 * @param blocking for whatever waits
 * @param timer hands work to {@code blocking} later and does none itself
 * @param directory what is set at this moment
 * @param dryRun whether nothing may be changed at a provider
 */
record Parts(
        Map<String, Provider> providers,
        Activity activity,
        Registry registry,
        Fleet fleet,
        Sightings sightings,
        LinkedApps links,
        Ledger ledger,
        News news,
        Leases leases,
        Hooks hooks,
        Events events,
        ReadinessProbe probe,
        CircuitBreaker breaker,
        Clock clock,
        LongSupplier nanoTime,
        ExecutorService blocking,
        ScheduledExecutorService timer,
        AppDirectory directory,
        boolean dryRun) {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    Provider provider(AppId id) {
        Provider provider = providers.get(id.provider());
        if (provider == null) {
            throw new PawseException(
                    Reason.NOT_FOUND,
                    id + ": no provider is called " + id.provider() + "; there are "
                            + String.join(", ", providers.keySet()));
        }
        return provider;
    }

    /** What the rules say of an app; one that is none for certain and that nobody named is ignored. */
    AppPolicy policy(AppId id) {
        return policy(id, directory.view());
    }

    /** The same, as of that moment. */
    AppPolicy policy(AppId id, AppDirectory.View view) {
        AppPolicy ruled = view.rules().policy(id);
        App seen = sightings.app(id);
        return seen == null || seen.claimed() || ruled.named()
                ? ruled
                : ruled.toBuilder().ignored(true).build();
    }

    /** How long a wake may take. */
    Duration wakeLimit() {
        return directory.settings().wakeLimit();
    }

    long nanos() {
        return nanoTime.getAsLong();
    }

    /**
     * Asks the app's provider how it is now. Blocks.
     *
     * @throws PawseException {@link Reason#NOT_FOUND} when there is no such app, or whatever the provider throws
     */
    App look(AppId id) {
        long asked = nanos();
        App app = provider(id)
                .app(id)
                .orElseThrow(() -> new PawseException(Reason.NOT_FOUND, id + ": the platform knows no such app"));
        sightings.see(app, asked);
        return app;
    }

    /** Runs a task on a blocking thread after a while; not at all once the engine is closed. Never blocks. */
    void later(Duration delay, Runnable task) {
        try {
            if (delay.isZero()) {
                blocking.execute(task);
                return;
            }
            timer.schedule(() -> later(Duration.ZERO, task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("a task is dropped: the engine is closed");
        }
    }

    /** Runs a task that never blocks on the timer's own thread after a while, unless it is cancelled or the engine closed. */
    Future<?> alarm(Duration delay, Runnable task) {
        try {
            return timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** What went wrong, as the one exception that callers see. */
    static PawseException failure(AppId id, Throwable failure) {
        if (failure instanceof PawseException known) {
            return known;
        }
        LOG.error("{}: something failed that should not", id, failure);
        return new PawseException(Reason.INTERNAL, id + ": a mistake of Pawse or of the provider: " + failure, failure);
    }
}
