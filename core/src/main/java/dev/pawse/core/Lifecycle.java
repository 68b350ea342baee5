package dev.pawse.core;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Scaling;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Wakes and rests apps: one transition at a time per app, however many ask. */
public final class Lifecycle {
    private final Map<String, Provider> providers;
    private final Activity activity;
    private final Executor blocking;
    private final ConcurrentHashMap<AppId, App> awake = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<AppId, CompletableFuture<App>> flights = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<AppId, Formation> remembered = new ConcurrentHashMap<>();

    Lifecycle(Map<String, Provider> providers, Activity activity, Executor blocking) {
        this.providers = Map.copyOf(providers);
        this.activity = activity;
        this.blocking = blocking;
    }

    /** The app if it is known to be awake, else null. Never blocks, calls nobody. */
    public @Nullable App awake(AppId app) {
        return awake.get(app);
    }

    /**
     * Wakes an app that rests. Never blocks. The stage ends with the app once it answers, or with a {@link PawseException};
     * it cannot be cancelled, so that a waiter that leaves disturbs nobody.
     */
    public CompletionStage<App> wake(AppId id) {
        App known = awake.get(id);
        if (known != null) {
            return CompletableFuture.completedStage(known);
        }
        CompletableFuture<App> mine = new CompletableFuture<>();
        CompletableFuture<App> flight = flights.computeIfAbsent(id, key -> mine);
        if (flight == mine) {
            blocking.execute(() -> fly(id, mine));
        }
        return flight.minimalCompletionStage();
    }

    /** The app refused a request that it should have taken: the next {@link #wake} looks again. Never blocks. */
    public void doubt(AppId id) {
        awake.remove(id);
    }

    /**
     * Stops an app if nothing is in flight and nobody has used it for so long. Blocks.
     *
     * @return whether it was stopped
     */
    public boolean rest(AppId id, Duration idleAtLeast) {
        if (activity.inFlight(id) > 0 || activity.idle(id).compareTo(idleAtLeast) < 0) {
            return false;
        }
        Scaling scaling = provider(id).require(Scaling.class);
        remembered.put(id, scaling.formation(id));
        awake.remove(id);
        scaling.stop(id);
        return true;
    }

    private void fly(AppId id, CompletableFuture<App> flight) {
        try {
            App app = look(id);
            if (app.state() != AppState.RUNNING) {
                Scaling scaling = provider(id).require(Scaling.class);
                scaling.start(id, remembered.getOrDefault(id, scaling.formation(id)));
            }
            while (app.state() != AppState.RUNNING) {
                TimeUnit.MILLISECONDS.sleep(50);
                app = look(id);
            }
            awake.put(id, app);
            flights.remove(id, flight);
            flight.complete(app);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(id, flight, e);
        } catch (RuntimeException e) {
            fail(id, flight, e);
        }
    }

    private void fail(AppId id, CompletableFuture<App> flight, Exception failure) {
        flights.remove(id, flight);
        flight.completeExceptionally(failure);
    }

    private App look(AppId id) {
        return provider(id)
                .app(id)
                .orElseThrow(() -> new PawseException(Reason.NOT_FOUND, id + ": the platform knows no such app"));
    }

    private Provider provider(AppId id) {
        Provider provider = providers.get(id.provider());
        if (provider == null) {
            throw new PawseException(Reason.NOT_FOUND, "no provider is called " + id.provider());
        }
        return provider;
    }
}
