package dev.pawse.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: takes its requests one after another and writes the answer of each before it reads the next. */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    /** This connection's place in its loop's list. */
    int place;

    final Deadlines deadlines;
    final LocalAnswers answers;
    final AnswerRelay relay;

    private final ProxyLoop loop;
    private final ProxyContext context;
    private final FrontendEncoder encoder;
    private final Intake intake;
    private final BodyRelay body;
    private final UnwantedBody unwanted;
    private final RouteHandler routes;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable ForwardedHeaders forwarded;
    private @Nullable Exchange exchange;
    private @Nullable SystemCall systemCall;
    private @Nullable UpgradeTunnel tunnel;
    private boolean registered;
    private boolean reading;

    ClientConnection(ProxyLoop loop, RequestDecoder decoder, FrontendEncoder encoder) {
        this.loop = loop;
        this.context = loop.context;
        this.encoder = encoder;
        deadlines = new Deadlines(this, loop);
        intake = new Intake(this, decoder);
        answers = new LocalAnswers(this, context, encoder, deadlines, intake);
        body = new BodyRelay(this, deadlines, intake);
        relay = new AnswerRelay(this, context, deadlines);
        unwanted = new UnwantedBody(this, deadlines, intake);
        routes = new RouteHandler(this, context);
    }

    ChannelHandlerContext ctx() {
        return Objects.requireNonNull(ctx, "not in a pipeline");
    }

    ProxyLoop loop() {
        return loop;
    }

    /** The request that is being forwarded or answered, or null between two of them. */
    @Nullable
    Exchange exchange() {
        return exchange;
    }

    ForwardedHeaders forwarded() {
        ForwardedHeaders now = forwarded;
        if (now == null) {
            InetSocketAddress peer = ctx().channel().remoteAddress() instanceof InetSocketAddress socket
                    ? socket
                    : InetSocketAddress.createUnresolved("unknown", 0);
            now = new ForwardedHeaders(peer, context.peers);
            forwarded = now;
        }
        return now;
    }

    /** Whether it is inside a read, after which it flushes what was written to the app. */
    boolean isReading() {
        return reading;
    }

    /** The request is for an app. */
    void begin(Exchange begun) {
        exchange = begun;
    }

    /** The request for an app is over, and ends otherwise than with the app's answer. */
    void brokenOff() {
        exchange = null;
    }

    /** The request is for the proxy itself. */
    void begin(SystemCall begun) {
        systemCall = begun;
        deadlines.awaitSystemBody();
    }

    /** The request for the proxy itself is complete, or given up. */
    void systemCallTaken() {
        systemCall = null;
    }

    /** The rest of a request for the proxy itself does not come. */
    void systemCallStopped() {
        SystemCall call = systemCall;
        if (call != null) {
            systemCall = null;
            call.release();
            answers.refuse(SystemCall.TOO_LATE, false, false);
        }
    }

    /** The request has gone out as far as it is there: from now on the app, or the rest of the body, is waited for. */
    void forwarding(Exchange now) {
        deadlines.awaitApp(now.requestComplete);
        intake.resume();
    }

    /** Reads on after the app's side has room again. */
    void resume() {
        intake.resume();
    }

    /** The answer has been written whole. */
    void ended(Exchange ended) {
        exchange = null;
        ended.end();
        relay.flush();
        if (ended.requestComplete && ended.keepAlive) {
            nextRequest();
        } else if (ended.requestComplete) {
            deadlines.awaitClose();
            closeWhenWritten();
        } else if (ended.keepAlive) {
            unwanted.readToItsEnd();
        } else {
            answers.linger();
        }
    }

    /** The answer is out: the next request is read, unless the proxy stops. */
    void nextRequest() {
        deadlines.awaitRequest();
        if (context.isDraining()) {
            closeWhenWritten();
        } else {
            intake.next();
        }
    }

    /** Leaves HTTP: from now on somebody else reads and writes, and this only watches the connection end. */
    void tunnelled(UpgradeTunnel toApp, UpgradeTunnel toClient) {
        deadlines.endForTunnel();
        exchange = null;
        tunnel = toClient;
        ctx().pipeline().addLast(toApp);
        ctx().pipeline().remove(encoder);
        intake.leave();
    }

    void close() {
        ctx().close();
    }

    void closeWhenWritten() {
        ctx().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** The proxy stops: what has an end by itself goes on to it, and all else ends. */
    void drain() {
        Exchange now = exchange;
        if (deadlines.in(Phase.IDLE)) {
            close();
        } else if (tunnel != null) {
            tunnel.goAway();
        } else if (now != null && deadlines.in(Phase.HELD)) {
            answers.fail(now, HttpResponseStatus.SERVICE_UNAVAILABLE, WakeGate.STOPS, WakeGate.RETRY_AFTER_STOP);
        } else if (now != null && now.connection != null) {
            now.connection.endStream();
        } else if (deadlines.in(Phase.SYSTEM)) {
            answers.stopWaiting();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
        intake.added(added);
        deadlines.awaitRequest();
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        registered = true;
        loop.add(this);
        active.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        if (registered) {
            registered = false;
            loop.remove(this);
        }
        SystemCall call = systemCall;
        if (call != null) {
            systemCall = null;
            call.release();
        }
        Exchange gone = exchange;
        if (gone != null) {
            exchange = null;
            UpstreamConnection connection = gone.connection;
            gone.connection = null;
            gone.end();
            if (connection != null) {
                // The app learns that nobody listens any more.
                connection.abandon();
            }
        }
        inactive.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext read, Object message) {
        if (deadlines.in(Phase.TUNNEL)) {
            read.fireChannelRead(message);
            return;
        }
        reading = true;
        if (message instanceof HttpRequest request) {
            if (!deadlines.in(Phase.LINGER)) {
                routes.route(request);
            }
        } else if (message instanceof HttpContent content) {
            content(content);
        } else if (message instanceof Refusal refusal) {
            answers.refuse(refusal, false, false);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext complete) {
        reading = false;
        if (deadlines.in(Phase.TUNNEL)) {
            complete.fireChannelReadComplete();
            return;
        }
        Exchange now = exchange;
        if (now != null) {
            body.flush(now);
        } else if (deadlines.in(Phase.IDLE) && intake.headBegun()) {
            deadlines.awaitHead();
        }
        if (intake.isFull() && !deadlines.in(Phase.LINGER)) {
            intake.suspend();
        }
        complete.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        Exchange now = exchange;
        if (now != null && now.connection != null && changed.channel().isWritable()) {
            deadlines.progress();
            now.connection.resume();
        }
        changed.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext caught, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("a client's connection broke: {}", cause.toString());
        } else {
            LOG.warn("a client's connection is closed because of an unexpected failure", cause);
        }
        caught.close();
    }

    private void content(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        Exchange now = exchange;
        SystemCall call = systemCall;
        if (now != null && now.hasBody && !now.requestComplete) {
            body.pass(now, content, last);
        } else if (call != null) {
            call.take(content, last);
        } else {
            unwanted.drop(content, last);
        }
    }
}
