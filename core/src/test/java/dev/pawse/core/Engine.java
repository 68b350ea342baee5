package dev.pawse.core;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Event;
import dev.pawse.spi.PawseException;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** An engine on a platform in memory, with a clock that stands still and sweeps that come when a test asks for them. */
final class Engine implements AutoCloseable {
    static final AppId SHOP = new AppId("test", "shop");
    static final AppId STOCK = new AppId("test", "stock");
    static final Duration MAX_IDLE = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final ManualClock clock;
    final FakeProvider platform;
    final Pawse pawse;

    private Engine(ManualClock clock, FakeProvider platform, Pawse pawse) {
        this.clock = clock;
        this.platform = platform;
        this.pawse = pawse;
    }

    /** A platform whose apps boot and stop by this clock. */
    static FakeProvider platform(ManualClock clock) {
        return FakeProvider.builder("test").clock(clock).build();
    }

    static Engine of(ManualClock clock, FakeProvider platform, UnaryOperator<Pawse.Builder> with) {
        Pawse.Builder builder = Pawse.builder()
                .provider("test", platform)
                .rules(new Rules(MAX_IDLE))
                .clock(clock)
                .nanoTime(clock::nanoTime)
                .sweeps(now -> Instant.MAX);
        return new Engine(clock, platform, with.apply(builder).build());
    }

    /** Starts it. */
    Engine started() {
        pawse.start();
        return this;
    }

    Lifecycle lifecycle() {
        return pawse.lifecycle();
    }

    Activity activity() {
        return pawse.activity();
    }

    /** Lets the apps grow idle. */
    void idle() {
        clock.advance(MAX_IDLE.plusSeconds(1));
    }

    /** Wakes an app and waits for it. */
    App wake(AppId id) {
        return await(lifecycle().wake(id));
    }

    /** Wakes an app and waits for its failure. */
    PawseException wakeFails(AppId id) {
        try {
            App app = wake(id);
            throw new AssertionError("woke: " + app);
        } catch (PawseException e) {
            return e;
        }
    }

    List<Event> events() {
        return pawse.events().recent(100);
    }

    <E extends Event> List<E> events(Class<E> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        pawse.close();
    }

    static void eventually(String what, BooleanSupplier condition) {
        Eventually.holds(what, PATIENCE, condition);
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof PawseException known) {
                throw known;
            }
            throw new AssertionError(e);
        } catch (TimeoutException e) {
            throw new AssertionError("in " + PATIENCE.toSeconds() + " s not ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
