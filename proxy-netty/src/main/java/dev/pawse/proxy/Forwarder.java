package dev.pawse.proxy;

import dev.pawse.core.Lifecycle;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Provider;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings requests to the processes of awake apps, over the connections of one event loop. */
final class Forwarder {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

    /** How often a request may find that an app that was said to be awake does not take it. */
    private static final int MAX_ROUNDS = 2;

    private static final int MAX_REFUSALS = 3;
    private static final long DOWN_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** What cannot be sent twice goes over connections that are unlikely to be closed this very moment. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ProxyLoop loop;
    private final Bootstrap bootstrap;
    private final Lifecycle lifecycle;

    Forwarder(ProxyLoop loop, Bootstrap bootstrap) {
        this.loop = loop;
        this.bootstrap = bootstrap;
        this.lifecycle = loop.context.pawse.lifecycle();
    }

    /** Sends a request to an app that is awake. */
    void forward(Exchange exchange, App app) {
        Upstream upstream = loop.pool.next(app, loop.now());
        if (upstream == null) {
            doubt(exchange, "it has no address at the moment");
            return;
        }
        long usedSince = exchange.isRepeatable() ? Long.MIN_VALUE / 2 + loop.now() : loop.now() - FRESH_NANOS;
        UpstreamConnection connection = exchange.retried ? null : upstream.take(usedSince);
        if (connection != null) {
            connection.begin(exchange);
        } else if (upstream.mayDial()) {
            dial(exchange, upstream);
        } else {
            exchange.client.forwarding(exchange);
            upstream.await(exchange);
        }
    }

    /** A connection has nothing to do: it takes a request that waits, or is kept. */
    void free(UpstreamConnection connection) {
        Exchange next = connection.upstream().nextWaiting();
        if (next != null) {
            connection.begin(next);
        } else {
            connection.upstream().put(connection);
        }
    }

    /**
     * The connection broke before the answer was whole.
     *
     * @param reused whether it had served before, so that its end may have nothing to do with this request
     */
    void lost(Exchange exchange, boolean reused) {
        if (!exchange.responseStarted && !exchange.retried && exchange.isRepeatable()) {
            LOG.debug("{}: the connection closed before an answer; asking once more", exchange.app);
            exchange.retried = true;
            again(exchange);
            return;
        }
        loop.context.events.upstreamFailed(UpstreamFailure.RESET);
        LOG.warn(
                "{}: the connection{} broke {}",
                exchange.app,
                reused ? "" : ", a new one,",
                exchange.responseStarted ? "in the middle of an answer" : "before an answer");
        exchange.client.answers.fail(
                exchange, HttpResponseStatus.BAD_GATEWAY, "the app broke the connection off before its answer", null);
    }

    /**
     * The app's platform answered in its place that it does not run.
     *
     * @return whether the answer is dropped because the app is looked at again
     */
    boolean disowned(Exchange exchange) {
        if (!exchange.isWhole() || !exchange.requestComplete || exchange.rounds >= MAX_ROUNDS) {
            lifecycle.doubt(exchange.app);
            return false;
        }
        UpstreamConnection connection = exchange.connection;
        exchange.connection = null;
        if (connection != null) {
            connection.abandon();
        }
        doubt(exchange, "its platform says that it does not run");
        return true;
    }

    /** Whether an answer is the platform's own and not the app's. */
    boolean isPlatformAnswer(AppId app, HttpResponse response) {
        Provider provider = loop.context.pawse.providers().get(app.provider());
        return provider != null && provider.isPlatformAnswer(response.status().code(), response.headers()::get);
    }

    private void again(Exchange exchange) {
        App app = lifecycle.awake(exchange.app);
        if (app != null) {
            forward(exchange, app);
        } else {
            loop.context.gate.enter(exchange);
        }
    }

    private void dial(Exchange exchange, Upstream upstream) {
        exchange.client.forwarding(exchange);
        Endpoint endpoint = upstream.endpoint();
        ResponseDecoder decoder = new ResponseDecoder();
        UpstreamConnection connection = new UpstreamConnection(loop, upstream, decoder);
        Bootstrap dialer = bootstrap.clone().handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                ChannelPipeline pipeline = channel.pipeline();
                if (endpoint.isTls()) {
                    pipeline.addLast(
                            UpstreamTls.handler(loop.context.upstreamTls, endpoint, channel, loop.context.options));
                }
                pipeline.addLast(decoder, connection);
            }
        });
        ChannelFuture connecting = dialer.connect(endpoint.address());
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                refused(exchange, upstream, done.cause());
            } else if (isForbidden(connecting.channel())) {
                connection.close();
                refused(exchange, upstream, new UnknownHostException("the name leads to a link-local address"));
            } else if (endpoint.isTls()) {
                secure(exchange, connection);
            } else {
                connected(exchange, connection);
            }
        });
    }

    private void secure(Exchange exchange, UpstreamConnection connection) {
        SslHandler tls = connection.ctx().pipeline().get(SslHandler.class);
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                connected(exchange, connection);
            } else {
                connection.close();
                refused(exchange, connection.upstream(), done.cause());
            }
        });
    }

    private void connected(Exchange exchange, UpstreamConnection connection) {
        connection.upstream().dialed();
        if (exchange.isDone()) {
            free(connection);
        } else {
            connection.begin(exchange);
        }
        dialForNext(connection.upstream());
    }

    private void refused(Exchange exchange, Upstream upstream, @Nullable Throwable cause) {
        upstream.dialed();
        upstream.downUntil(loop.now() + DOWN_NANOS);
        loop.context.events.upstreamFailed(
                cause instanceof SSLException ? UpstreamFailure.TLS : UpstreamFailure.CONNECT);
        if (!exchange.isDone()) {
            refused(exchange, String.valueOf(cause), cause instanceof SSLException);
        }
        dialForNext(upstream);
    }

    private void refused(Exchange exchange, String cause, boolean tls) {
        if (tls) {
            LOG.warn("{}: TLS to the app failed: {}", exchange.app, cause);
            exchange.client.answers.fail(
                    exchange,
                    HttpResponseStatus.BAD_GATEWAY,
                    "the app's certificate or its TLS is not as it should be",
                    null);
            return;
        }
        App app = lifecycle.awake(exchange.app);
        if (app != null && ++exchange.refusals < Math.min(app.endpoints().size(), MAX_REFUSALS)) {
            forward(exchange, app);
            return;
        }
        doubt(exchange, cause);
    }

    /** The app did not take the request although it was thought to be awake: has it looked at again, and woken. */
    private void doubt(Exchange exchange, String cause) {
        lifecycle.doubt(exchange.app);
        loop.pool.drop(exchange.app);
        exchange.refusals = 0;
        if (++exchange.rounds > MAX_ROUNDS) {
            LOG.warn("{}: thought to be awake and takes no request: {}", exchange.app, cause);
            exchange.client.answers.fail(
                    exchange, HttpResponseStatus.BAD_GATEWAY, "the app is awake and takes no request", null);
            return;
        }
        LOG.debug("{}: in doubt: {}", exchange.app, cause);
        loop.context.gate.enter(exchange);
    }

    private void dialForNext(Upstream upstream) {
        Exchange next = upstream.nextToDial();
        if (next == null) {
            return;
        }
        if (upstream.mayDial()) {
            dial(next, upstream);
        } else {
            upstream.await(next);
        }
    }

    /** Link-local addresses hold the metadata services of clouds; no app lives there. */
    private static boolean isForbidden(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                && remote.getAddress() != null
                && remote.getAddress().isLinkLocalAddress();
    }
}
