package dev.pawse.proxy;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API that tells what Pawse knows and lets people wake and rest apps: on the admin listener for every request, and on
 * the proxy's own port for requests with the header {@code PaastisProxyTarget: system}.
 *
 * <p>It is opened by {@code Authorization: Bearer TOKEN} (RFC 6750, 2.1) or the header {@code PaastisProxySystemApiToken}.
 * A wrong token and a missing one get the same answer, later each time. Errors are {@code application/problem+json}.
 */
final class SystemApi {
    /** The header that asks for this API on the proxy's own port; its value is {@code system}. */
    static final String TARGET_HEADER = "PaastisProxyTarget";

    /** The header that carries the token in place of {@code Authorization}; must never be forwarded. */
    static final String TOKEN_HEADER = "PaastisProxySystemApiToken";

    private static final Logger LOG = LoggerFactory.getLogger(SystemApi.class);
    private static final String BEARER = "bearer ";

    private final ApiRouter router;
    private final Set<String> open;
    private final AccessTokens tokens;
    private final RefusedClients refused;
    private final Executor blocking;

    /**
     * @param open the paths that need no token
     * @param blocking runs what may wait
     */
    SystemApi(ApiRouter router, Set<String> open, AccessTokens tokens, RefusedClients refused, Executor blocking) {
        this.router = router;
        this.open = Set.copyOf(open);
        this.tokens = tokens;
        this.refused = refused;
        this.blocking = blocking;
    }

    /** Whether a request on the proxy's own port is meant for this API. */
    static boolean isFor(HttpRequest request) {
        return "system".equalsIgnoreCase(request.headers().get(TARGET_HEADER));
    }

    /**
     * Answers a request; does not release it and does not keep its body. Must be called on the channel's event loop.
     *
     * @return ends when the whole answer is written; the next request of the connection must wait for that. The connection
     *     is then closed if the request asked for it.
     */
    ChannelFuture handle(ChannelHandlerContext ctx, FullHttpRequest request) {
        ChannelPromise done = ctx.newPromise();
        ApiExchange exchange;
        try {
            exchange = new ApiExchange(ctx, request, blocking, done);
            exchange.rawPath();
        } catch (IllegalArgumentException e) {
            return ctx.writeAndFlush(
                    ProblemResponse.of(request.method(), HttpResponseStatus.BAD_REQUEST, "the target cannot be read"),
                    done);
        }
        if (open.contains(exchange.rawPath()) || tokens.allow(token(request))) {
            route(exchange);
        } else {
            refuse(ctx, exchange);
        }
        return done;
    }

    private void route(ApiExchange exchange) {
        try {
            router.handle(exchange);
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
    }

    private void refuse(ChannelHandlerContext ctx, ApiExchange exchange) {
        FullHttpResponse answer = ProblemResponse.of(
                exchange.method(), HttpResponseStatus.UNAUTHORIZED, "this needs a token: Authorization: Bearer TOKEN");
        answer.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"pawse\"");
        String address = address(ctx.channel().remoteAddress());
        Duration delay = refused.refused(address);
        if (delay.equals(RefusedClients.FIRST_DELAY)) {
            LOG.warn("{} asked for {} without a right token", address, exchange.rawPath());
        }
        ctx.executor().schedule(() -> exchange.send(answer), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static @Nullable String token(HttpRequest request) {
        String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).strip();
        }
        return request.headers().get(TOKEN_HEADER);
    }

    private static String address(@Nullable SocketAddress remote) {
        return remote instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : String.valueOf(remote);
    }
}
