package dev.pawse.proxy;

import dev.pawse.core.AppPolicy;
import dev.pawse.core.Lifecycle;
import dev.pawse.core.Pawse;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets requests through to apps that are awake, and holds those to apps that are being woken. Safe for all event loops. */
final class WakeGate {
    static final Duration RETRY_AFTER_HOLD = Duration.ofSeconds(5);
    static final Duration RETRY_AFTER_STOP = Duration.ofSeconds(1);
    static final String STOPS = "the proxy stops";

    private static final Logger LOG = LoggerFactory.getLogger(WakeGate.class);

    private final Pawse pawse;
    private final Lifecycle lifecycle;
    private final ProxyEvents events;
    private final WaitingPage page;
    private final IntSupplier maxWaiters;
    private final BooleanSupplier draining;
    private final AtomicInteger waiters = new AtomicInteger();
    private final ConcurrentHashMap<AppId, AtomicInteger> waitersByApp = new ConcurrentHashMap<>();

    /**
     * @param maxWaiters how many requests are held for all apps together
     * @param draining whether the proxy stops, so that none is held any more
     */
    WakeGate(Pawse pawse, ProxyEvents events, WaitingPage page, IntSupplier maxWaiters, BooleanSupplier draining) {
        this.pawse = pawse;
        this.lifecycle = pawse.lifecycle();
        this.events = events;
        this.page = page;
        this.maxWaiters = maxWaiters;
        this.draining = draining;
    }

    /** Sends a request on, or sees to it that its app wakes. Called on the client's event loop. */
    void enter(Exchange exchange) {
        App awake = lifecycle.awake(exchange.app);
        if (awake != null) {
            exchange.client.loop().forwarder.forward(exchange, awake);
            return;
        }
        AppPolicy policy = pawse.policy(exchange.app, exchange.view);
        if (policy.wake() == AppPolicy.WakeMode.NEVER) {
            refuse(exchange, "the app rests, and no request wakes it", null);
            return;
        }
        boolean navigation = Navigation.getsPage(policy.wake(), exchange);
        // What is known already, such as why it cannot be woken now, is told at once.
        if (navigation && !lifecycle.wake(exchange.app).toCompletableFuture().isDone()) {
            exchange.client.answers.giveInstead(exchange, page.show(exchange.request, exchange.app, exchange.view));
            return;
        }
        hold(exchange, policy);
    }

    private void hold(Exchange exchange, AppPolicy policy) {
        if (draining.getAsBoolean()) {
            refuse(exchange, STOPS, RETRY_AFTER_STOP);
            return;
        }
        AtomicInteger ofApp = waitersByApp.computeIfAbsent(exchange.app, app -> new AtomicInteger());
        // Both places are taken before they are counted, so that two event loops cannot both take the last one.
        boolean room = ofApp.incrementAndGet() <= policy.maxWaiters();
        room &= waiters.incrementAndGet() <= maxWaiters.getAsInt();
        if (!room) {
            waiters.decrementAndGet();
            ofApp.decrementAndGet();
            refuse(exchange, "too many requests wait for this app already", RETRY_AFTER_HOLD);
            return;
        }
        events.held();
        exchange.onEnd = () -> letGo(ofApp);
        exchange.client.deadlines.awaitWake(exchange, policy.holdLimit());
        EventLoop eventLoop = exchange.client.loop().eventLoop;
        lifecycle.wake(exchange.app).whenCompleteAsync((app, failure) -> landed(exchange, app, failure), eventLoop);
    }

    private void letGo(AtomicInteger ofApp) {
        waiters.decrementAndGet();
        ofApp.decrementAndGet();
        events.released();
    }

    private void landed(Exchange exchange, @Nullable App app, @Nullable Throwable failure) {
        if (exchange.isDone()) {
            return;
        }
        Runnable letGo = exchange.onEnd;
        exchange.onEnd = null;
        if (letGo != null) {
            letGo.run();
        }
        if (app != null) {
            exchange.client.loop().forwarder.forward(exchange, app);
            return;
        }
        fail(exchange, ProblemResponse.telling(failure == null ? new NullPointerException("no app") : failure));
    }

    private void fail(Exchange exchange, PawseException failure) {
        if (failure.reason() == Reason.INTERNAL) {
            LOG.error("{}: the wake failed in an unexpected way", exchange.app, failure);
        } else {
            LOG.debug("{}: not woken: {}", exchange.app, failure.message());
        }
        if (Navigation.getsPage(pawse.policy(exchange.app, exchange.view).wake(), exchange)) {
            exchange.client.answers.giveInstead(exchange, page.show(exchange.request, exchange.app, failure));
            return;
        }
        exchange.client.answers.fail(
                exchange,
                ProblemResponse.statusForVisitor(failure.reason()),
                failure.message(),
                failure.retryAfter().orElse(RETRY_AFTER_HOLD));
    }

    private static void refuse(Exchange exchange, String detail, @Nullable Duration retryAfter) {
        exchange.client.answers.fail(exchange, HttpResponseStatus.SERVICE_UNAVAILABLE, detail, retryAfter);
    }
}
