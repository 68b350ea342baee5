package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.testkit.FakeApp;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.ManualClock;
import dev.pawse.testkit.Operation;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A request and a stop race for the same app, again and again: no request is lost, nothing is stopped under one. */
class RequestAgainstRestTest {
    private static final int ROUNDS = 10_000;

    private final ManualClock clock = ManualClock.create();
    private final FakeProvider platform = Engine.platform(clock);
    private final AtomicInteger forwarded = new AtomicInteger();
    private final AtomicInteger stoppedUnderARequest = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void noRequestIsLostAndNothingIsStoppedWhileOneIsInFlight() throws Exception {
        FakeApp shop = platform.add("shop").formation(Map.of("web", 3, "worker", 2, "cron", 0));
        platform.faults().on(Operation.STOP).doing(() -> {
            if (forwarded.get() > 0) {
                stoppedUnderARequest.incrementAndGet();
            }
        });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        int rests = 0;
        try (Engine engine = Engine.of(
                        clock, platform, builder -> builder.threads(BlockingExecutors.create(), new HastyTimer()))
                .started()) {
            for (int round = 0; round < ROUNDS; round++) {
                engine.wake(Engine.SHOP);
                engine.idle();
                int delay = round % 300;
                AtomicInteger ready = new AtomicInteger();
                AtomicBoolean restEnded = new AtomicBoolean();
                Future<?> request = threads.submit(() -> request(engine, ready, delay, restEnded));
                Future<Boolean> rest = threads.submit(() -> {
                    meet(ready);
                    try {
                        return engine.lifecycle().rest(Engine.SHOP, Engine.MAX_IDLE);
                    } finally {
                        restEnded.set(true);
                    }
                });

                request.get(20, TimeUnit.SECONDS);
                rests += rest.get(20, TimeUnit.SECONDS) ? 1 : 0;
                platform.forgetCalls();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(refused).as("requests forwarded to an app that does not run").hasValue(0);
        assertThat(stoppedUnderARequest).as("stops under a request").hasValue(0);
        assertThat(shop.stops())
                .as("rounds in which the stop won")
                .isEqualTo(rests)
                .isPositive();
        assertThat(rests).as("rounds in which the request won").isLessThan(ROUNDS);
        assertThat(shop.formation().toString()).isEqualTo("cron=0 web=3 worker=2");
    }

    private void request(Engine engine, AtomicInteger ready, int delay, AtomicBoolean restEnded) {
        meet(ready);
        for (int i = 0; i < delay; i++) {
            Thread.onSpinWait();
        }
        Activity.Use use = engine.activity().begin(Engine.SHOP);
        try {
            App app = engine.lifecycle().awake(Engine.SHOP);
            if (app == null) {
                app = engine.wake(Engine.SHOP);
            }
            forward(app.id(), restEnded);
        } finally {
            use.end();
        }
    }

    /** The app takes the request and is at work on it until the stop was carried out or given up. */
    private void forward(AppId id, AtomicBoolean restEnded) {
        forwarded.incrementAndGet();
        do {
            if (platform.fake(id.name()).state() != AppState.RUNNING) {
                refused.incrementAndGet();
            }
            Thread.onSpinWait();
        } while (!restEnded.get());
        forwarded.decrementAndGet();
    }

    /** Lets two threads go on within nanoseconds of each other, which a lock cannot. */
    private static void meet(AtomicInteger ready) {
        ready.incrementAndGet();
        for (int spins = 1; ready.get() < 2; spins++) {
            if (spins % 1_000 == 0) {
                LockSupport.parkNanos(1_000);
            }
            Thread.onSpinWait();
        }
    }

    /** Polls without a pause, so that ten thousand wakes take seconds; what comes once a second keeps its pace. */
    private static final class HastyTimer extends ScheduledThreadPoolExecutor {
        private HastyTimer() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            return super.schedule(task, unit.toMillis(delay) < 300 ? 0 : delay, unit);
        }
    }
}
