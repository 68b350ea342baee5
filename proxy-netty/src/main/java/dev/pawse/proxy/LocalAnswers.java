package dev.pawse.proxy;

import dev.pawse.core.AppDirectory;
import dev.pawse.spi.AppId;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives one client the answers that are the proxy's own, and closes so that the last of them arrives. */
final class LocalAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(LocalAnswers.class);

    private final ClientConnection client;
    private final ProxyContext context;
    private final FrontendEncoder encoder;
    private final Deadlines deadlines;
    private final Intake intake;
    /** The waiting page's question that is not answered yet. */
    private @Nullable HttpRequest waiting;

    LocalAnswers(
            ClientConnection client,
            ProxyContext context,
            FrontendEncoder encoder,
            Deadlines deadlines,
            Intake intake) {
        this.client = client;
        this.context = context;
        this.encoder = encoder;
        this.deadlines = deadlines;
        this.intake = intake;
    }

    /** @param stays whether the connection may stay, as the client wants it to and the request has come whole */
    void refuse(Refusal refusal, boolean head, boolean stays) {
        LOG.debug("refused with {}: {}", refusal.status().code(), refusal.detail());
        HttpMethod method = head ? HttpMethod.HEAD : HttpMethod.GET;
        give(ProblemResponse.of(method, refusal.status(), refusal.detail()), head, stays);
    }

    /** Gives a whole answer; the connection stays only if it may and the proxy does not stop. */
    void give(FullHttpResponse response, boolean head, boolean stays) {
        boolean kept = stays && !context.isDraining();
        context.events.answered(response.status().code());
        if (!kept) {
            response.headers().set(HttpHeaderNames.CONNECTION, "close");
        }
        encoder.expect(head, () -> {});
        client.ctx().writeAndFlush(response, client.ctx().voidPromise());
        if (kept) {
            client.nextRequest();
        } else {
            linger();
        }
    }

    /** Answers a request in its app's place. */
    void giveInstead(Exchange instead, FullHttpResponse response) {
        client.brokenOff();
        instead.end();
        give(response, instead.isHead(), instead.keepAlive && instead.requestComplete);
    }

    /** The exchange cannot go on: says why if the answer has not begun, and otherwise breaks it off. */
    void fail(Exchange failed, HttpResponseStatus status, String detail, @Nullable Duration retryAfter) {
        if (failed.isDone()) {
            return;
        }
        client.brokenOff();
        UpstreamConnection connection = failed.connection;
        failed.connection = null;
        if (connection != null) {
            connection.abandon();
        }
        if (failed.responseStarted) {
            failed.end();
            client.relay.flush();
            client.close();
            return;
        }
        giveInstead(failed, ProblemResponse.of(failed.request.method(), status, detail, failed.app, retryAfter));
    }

    /** Answers the waiting page's question whether it may go on, when that is known. */
    void giveWhenAwake(HttpRequest request, AppId app, AppDirectory.View view, boolean stays) {
        deadlines.awaitOurselves();
        boolean head = HttpMethod.HEAD.equals(request.method());
        waiting = request;
        context.page.await(client.ctx().channel(), request, app, view).thenAccept(response -> {
            if (waiting == request && client.ctx().channel().isActive()) {
                waiting = null;
                give(response, head, stays);
            } else {
                response.release();
            }
        });
    }

    /** The proxy stops: the waiting page, if one asks, is to ask again. */
    void stopWaiting() {
        HttpRequest request = waiting;
        if (request != null) {
            waiting = null;
            give(
                    ProblemResponse.of(
                            request.method(),
                            HttpResponseStatus.SERVICE_UNAVAILABLE,
                            WakeGate.STOPS,
                            null,
                            WakeGate.RETRY_AFTER_STOP),
                    HttpMethod.HEAD.equals(request.method()),
                    false);
        }
    }

    /** Lets somebody else write one answer into the pipeline. */
    void expectOther(boolean head, Runnable whenWritten) {
        encoder.expect(head, whenWritten);
    }

    /** Closes so that the client can still read the answer: a reset would take it away (RFC 9112 section 9.6). */
    void linger() {
        deadlines.awaitClose();
        intake.stop();
        client.ctx().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
            if (client.ctx().channel() instanceof DuplexChannel duplex && duplex.isActive()) {
                duplex.shutdownOutput();
            } else {
                client.close();
            }
        });
    }
}
