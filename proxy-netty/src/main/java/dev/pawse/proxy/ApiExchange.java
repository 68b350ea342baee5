package dev.pawse.proxy;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** One request to the API and its answer, which may be given from any thread, once. */
final class ApiExchange {
    private static final Logger LOG = LoggerFactory.getLogger(ApiExchange.class);

    private final ChannelHandlerContext ctx;
    private final HttpRequest request;
    private final QueryStringDecoder target;
    private final Executor blocking;
    private final boolean keepAlive;
    private final ChannelPromise done;
    private volatile @Nullable AppId app;

    /** @throws IllegalArgumentException when the target's percent encoding is broken */
    ApiExchange(ChannelHandlerContext ctx, HttpRequest request, Executor blocking, ChannelPromise done) {
        this.ctx = ctx;
        this.request = request;
        this.target = new QueryStringDecoder(request.uri());
        this.blocking = blocking;
        this.keepAlive = HttpUtil.isKeepAlive(request);
        this.done = done;
    }

    ChannelHandlerContext ctx() {
        return ctx;
    }

    /** Tells which app the request is about, so that a problem can name it. */
    void concerns(AppId value) {
        app = value;
    }

    HttpMethod method() {
        return request.method();
    }

    HttpVersion version() {
        return request.protocolVersion();
    }

    HttpHeaders headers() {
        return request.headers();
    }

    /** The path as it was sent, percent encoding included. */
    String rawPath() {
        return target.rawPath();
    }

    /** The first value of a parameter in the query. */
    Optional<String> query(String name) {
        List<String> values = target.parameters().get(name);
        return values == null ? Optional.empty() : Optional.of(values.get(0));
    }

    /** Gives an answer that some work yields which may wait. */
    void answerBlocking(Supplier<FullHttpResponse> work) {
        blocking(work, this::send);
    }

    /** Does some work that may wait, then goes on with what it yields, on the event loop. What fails becomes the answer. */
    <T> void blocking(Supplier<T> work, Consumer<T> then) {
        try {
            CompletableFuture.supplyAsync(work, blocking)
                    .thenAcceptAsync(then, ctx.executor())
                    .exceptionally(failure -> {
                        fail(failure);
                        return null;
                    });
        } catch (RejectedExecutionException e) {
            fail(new PawseException(Reason.UNAVAILABLE, "this process is stopping", e));
        }
    }

    void json(HttpResponseStatus status, JsonNode node) {
        send(jsonAnswer(status, node));
    }

    FullHttpResponse jsonAnswer(HttpResponseStatus status, JsonNode node) {
        return Answers.of(method(), status, ApiJson.TYPE, ApiJson.bytes(node));
    }

    void problem(HttpResponseStatus status, String detail) {
        send(ProblemResponse.of(method(), status, detail));
    }

    void methodNotAllowed(String allowed) {
        FullHttpResponse answer = ProblemResponse.of(
                method(),
                HttpResponseStatus.METHOD_NOT_ALLOWED,
                method() + " is not for this path, which takes " + allowed);
        answer.headers().set(HttpHeaderNames.ALLOW, allowed);
        send(answer);
    }

    void fail(Throwable failure) {
        if (failure instanceof BadRequest bad) {
            problem(HttpResponseStatus.BAD_REQUEST, bad.message());
            return;
        }
        PawseException told = ProblemResponse.telling(failure);
        if (told.reason() == Reason.INTERNAL) {
            LOG.error("{} {} failed", method(), rawPath(), failure);
        }
        send(ProblemResponse.of(method(), told, app));
    }

    void send(FullHttpResponse answer) {
        HttpUtil.setKeepAlive(answer.headers(), HttpVersion.HTTP_1_1, keepAlive);
        ctx.writeAndFlush(answer, done);
        if (!keepAlive) {
            done.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** The promise that ends when the answer is written, for an answer that is given in parts. */
    ChannelPromise done() {
        return done;
    }
}
