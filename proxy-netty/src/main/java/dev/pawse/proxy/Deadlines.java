package dev.pawse.proxy;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client's connection waits for, until when, and what happens when that does not come. */
final class Deadlines {
    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long DISCARD_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ClientConnection client;
    private final ProxyLoop loop;
    private final ProxyContext context;
    private Phase phase = Phase.IDLE;
    private long deadline;

    Deadlines(ClientConnection client, ProxyLoop loop) {
        this.client = client;
        this.loop = loop;
        this.context = loop.context;
    }

    boolean in(Phase asked) {
        return phase == asked;
    }

    void awaitRequest() {
        begin(Phase.IDLE, context.keepAliveNanos);
    }

    void awaitHead() {
        begin(Phase.HEAD, context.headerNanos);
    }

    /** The request has gone out as far as it is there: the app, or the rest of the body, is waited for, and anew. */
    void awaitApp(boolean requestComplete) {
        if (phase == Phase.RELAY) {
            progress();
        } else if (requestComplete) {
            begin(Phase.ANSWER, context.firstByteNanos);
        } else {
            begin(Phase.BODY, context.bodyNanos);
        }
    }

    /** The request waits for its app, at most for so long altogether. */
    void awaitWake(Exchange held, Duration limit) {
        if (held.holdUntil == 0) {
            held.holdUntil = loop.after(limit.toNanos());
        }
        phase = Phase.HELD;
        deadline = held.holdUntil;
    }

    void awaitRestOfAnswer() {
        begin(Phase.RELAY, context.idleNanos);
    }

    /** The rest of a request for the proxy itself is to come. */
    void awaitSystemBody() {
        begin(Phase.SYSTEM, context.bodyNanos);
    }

    /** The proxy itself answers, when it can. */
    void awaitOurselves() {
        phase = Phase.SYSTEM;
        deadline = Long.MAX_VALUE;
    }

    void awaitRestOfUnwanted() {
        begin(Phase.DISCARD, DISCARD_NANOS);
    }

    void awaitClose() {
        begin(Phase.LINGER, LINGER_NANOS);
    }

    void endForTunnel() {
        phase = Phase.TUNNEL;
        deadline = Long.MAX_VALUE;
    }

    /** Something of the exchange moved: its time counts anew. */
    void progress() {
        if (phase == Phase.RELAY) {
            deadline = loop.after(context.idleNanos);
        } else if (phase == Phase.BODY) {
            deadline = loop.after(context.bodyNanos);
        }
    }

    void tick(long now) {
        if (deadline - now < 0) {
            deadline = Long.MAX_VALUE;
            expired();
        }
    }

    private void begin(Phase next, long nanos) {
        phase = next;
        deadline = loop.after(nanos);
    }

    private void expired() {
        Exchange now = client.exchange();
        switch (phase) {
            case HEAD ->
                client.answers.refuse(
                        new Refusal(HttpResponseStatus.REQUEST_TIMEOUT, "the header did not come in time"),
                        false,
                        false);
            case BODY -> {
                if (now != null) {
                    bodyStopped(now);
                }
            }
            case HELD -> {
                if (now != null) {
                    client.answers.fail(
                            now,
                            HttpResponseStatus.SERVICE_UNAVAILABLE,
                            "the app is still waking",
                            WakeGate.RETRY_AFTER_HOLD);
                }
            }
            case ANSWER -> {
                if (now != null) {
                    context.events.upstreamFailed(UpstreamFailure.TIMEOUT);
                    LOG.warn("{}: no answer within {}", now.app, context.options.firstByteTimeout());
                    client.answers.fail(
                            now, HttpResponseStatus.GATEWAY_TIMEOUT, "the app did not answer in time", null);
                }
            }
            case SYSTEM -> client.systemCallStopped();
            case TUNNEL -> {}
            case IDLE, RELAY, DISCARD, LINGER -> client.close();
        }
    }

    private void bodyStopped(Exchange now) {
        if (now.connection != null && !now.connection.isWritable()) {
            context.events.upstreamFailed(UpstreamFailure.TIMEOUT);
            client.answers.fail(now, HttpResponseStatus.GATEWAY_TIMEOUT, "the app does not read the request", null);
        } else {
            client.answers.fail(now, HttpResponseStatus.REQUEST_TIMEOUT, "the body did not come in time", null);
        }
    }
}
