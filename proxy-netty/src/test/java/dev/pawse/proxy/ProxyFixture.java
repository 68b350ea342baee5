package dev.pawse.proxy;

import dev.pawse.core.AppPolicy;
import dev.pawse.core.Pawse;
import dev.pawse.core.Rules;
import dev.pawse.spi.AppState;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FakeApp;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Operation;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A proxy on a free port in front of a platform in memory. */
final class ProxyFixture implements AutoCloseable {
    final FakeProvider platform;
    final Pawse pawse;
    final ProxyServer server;
    private final AtomicInteger held;
    private InetSocketAddress address = new InetSocketAddress(0);

    private ProxyFixture(FakeProvider platform, Pawse pawse, ProxyServer server, AtomicInteger held) {
        this.held = held;
        this.platform = platform;
        this.pawse = pawse;
        this.server = server;
    }

    /** A proxy in front of one app called {@code shop} that runs. */
    static ProxyFixture of(URI... endpoints) {
        return of(options -> options, endpoints);
    }

    static ProxyFixture of(UnaryOperator<ProxyOptions.Builder> options, URI... endpoints) {
        return over(platform(endpoints), builder -> builder, options).awake();
    }

    /** A proxy in front of an app that is only routed to. */
    static ProxyFixture alwaysOn(URI... endpoints) {
        FakeProvider platform = platform(endpoints);
        platform.fake("shop").alwaysOn(true);
        return over(platform, builder -> builder, options -> options);
    }

    /** A proxy that holds requests for so long, and so many of them. */
    static ProxyFixture holding(Duration limit, int waiters, URI... endpoints) {
        AppPolicy policy =
                AppPolicy.builder().holdLimit(limit).maxWaiters(waiters).build();
        return over(platform(endpoints), builder -> builder.rules(new Rules(policy, List.of())), options -> options)
                .awake();
    }

    /** A proxy over a platform that marks what it answers in an app's place with {@code X-Platform}. */
    static ProxyFixture overAnsweringPlatform(URI... endpoints) {
        FakeProvider platform = platform(endpoints);
        return over(platform, builder -> builder.provider("test", new AnsweringPlatform(platform)), options -> options)
                .awake();
    }

    static FakeProvider platform(URI... endpoints) {
        FakeProvider platform = FakeProvider.builder("test").build();
        platform.add("shop").hosts("shop.test").endpoints(endpoints);
        return platform;
    }

    /** A proxy that answers requests for itself. */
    static ProxyFixture withSystemApi(BiConsumer<ChannelHandlerContext, FullHttpRequest> api, URI... endpoints) {
        return withSystemApi(api, options -> options, endpoints);
    }

    static ProxyFixture withSystemApi(
            BiConsumer<ChannelHandlerContext, FullHttpRequest> api,
            UnaryOperator<ProxyOptions.Builder> options,
            URI... endpoints) {
        return over(platform(endpoints), builder -> builder, options, api).awake();
    }

    static ProxyFixture over(
            FakeProvider platform, UnaryOperator<Pawse.Builder> engine, UnaryOperator<ProxyOptions.Builder> options) {
        return over(platform, engine, options, null);
    }

    private static ProxyFixture over(
            FakeProvider platform,
            UnaryOperator<Pawse.Builder> engine,
            UnaryOperator<ProxyOptions.Builder> options,
            @Nullable BiConsumer<ChannelHandlerContext, FullHttpRequest> api) {
        Pawse pawse = engine.apply(Pawse.builder().provider("test", platform)).build();
        pawse.start();
        ProxyOptions built = options.apply(
                        ProxyOptions.builder().host("127.0.0.1").port(0).eventLoops(2))
                .build();
        AtomicInteger held = new AtomicInteger();
        ProxyServer server = new ProxyServer(pawse, built, new Counting(held), api);
        ProxyFixture fixture = new ProxyFixture(platform, pawse, server, held);
        fixture.address = fixture.server.start();
        return fixture;
    }

    FakeApp shop() {
        return platform.fake("shop");
    }

    /** Has the engine find out that the app is awake. */
    ProxyFixture awake() {
        pawse.lifecycle()
                .wake(shop().id())
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        return this;
    }

    /** Does something each time the platform is told to start the app. */
    void whenStarted(Runnable action) {
        platform.faults().on(Operation.START).doing(action);
    }

    /** Has the engine stop the app; its next boot takes so long. */
    ProxyFixture resting(Duration bootTakes) {
        shop().bootTakes(bootTakes);
        Eventually.holds(
                "the app rests",
                Duration.ofSeconds(30),
                () -> pawse.lifecycle().rest(shop().id(), Duration.ZERO) || shop().state() == AppState.STOPPED);
        return this;
    }

    RawConnection connect() {
        return RawConnection.to(address);
    }

    InetSocketAddress address() {
        return address;
    }

    /** How many requests wait for an app. */
    int held() {
        return held.get();
    }

    int inFlight() {
        return pawse.activity().inFlight(shop().id());
    }

    @Override
    public void close() {
        server.close();
        pawse.close();
    }

    private record Counting(AtomicInteger counter) implements ProxyEvents {
        @Override
        public void held() {
            counter.incrementAndGet();
        }

        @Override
        public void released() {
            counter.decrementAndGet();
        }
    }
}
