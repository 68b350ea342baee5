package dev.pawse.ecs.session;

import dev.pawse.http.Json;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Shell.Window;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * A data channel from its first connection to its end: what is written arrives once and in order, what comes is handed on once and in
 * order, also when connections break in between. Safe for many threads.
 */
final class DataChannel {
    private static final Logger LOG = LoggerFactory.getLogger(DataChannel.class);
    private static final int PAYLOAD = 1024;
    private static final int TICK_MILLIS = 100;
    private static final ByteString TERMINATE = new Buffer().writeInt(2).readByteString();

    private final SessionTicket ticket;
    private final Connection.Connector connector;
    private final Resumption resumption;
    private final Timing timing;
    private final ChannelListener listener;
    private final Transmitter transmitter;
    private final Incoming incoming;
    private final Reconnection reconnection = new Reconnection();
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Whether a connection ever was there: then the first token is used up. */
    private volatile boolean opened;

    private volatile @Nullable Future<?> ticks;
    private @Nullable Line line;

    DataChannel(
            SessionTicket ticket,
            Connection.Connector connector,
            Resumption resumption,
            DataKeys keys,
            Timing timing,
            ChannelListener listener) {
        this.ticket = ticket;
        this.connector = connector;
        this.resumption = resumption;
        this.timing = timing;
        this.listener = listener;
        transmitter = new Transmitter(timing);
        incoming = new Incoming(transmitter, new Handshake(ticket, keys), listener);
    }

    /** Begins to connect. */
    void open() {
        ticks = timing.timer().scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        connect(ticket.token());
    }

    /** Sends input; waits while too much is on its way. */
    void write(byte[] bytes, int offset, int length) throws IOException {
        SessionCipher cipher = incoming.cipher();
        for (int at = offset; at < offset + length; at += PAYLOAD) {
            ByteString plain = ByteString.of(bytes, at, Math.min(PAYLOAD, offset + length - at));
            transmitter.sendInTurn(PayloadType.OUTPUT, cipher == null ? plain : cipher.close(plain));
        }
    }

    void resize(Window window) {
        if (incoming.isReady()) {
            Map<String, Integer> size = Map.of("cols", window.columns(), "rows", window.rows());
            transmitter.send(PayloadType.SIZE, ByteString.of(Json.MAPPER.writeValueAsBytes(size)));
        }
    }

    /** Disconnects from a session that ends by itself. */
    void leave() {
        end(Ending.said(""));
    }

    /** Ends the session, if it has not ended by itself. */
    void terminate() {
        if (!ended.get()) {
            terminate(Ending.said(""));
        }
    }

    private void terminate(Ending ending) {
        if (incoming.isReady()) {
            transmitter.send(PayloadType.FLAG, TERMINATE);
        }
        if (end(ending)) {
            try {
                resumption.terminate(ticket.sessionId());
            } catch (PawseException e) {
                LOG.debug("the session could not be terminated, it ends by itself: {}", e.message());
            }
        }
    }

    private void connect(Secret token) {
        Line next = new Line();
        synchronized (this) {
            line = next;
        }
        connector.connect(opening(token), next);
    }

    private static String opening(Secret token) {
        return Json.MAPPER.writeValueAsString(Map.of(
                "MessageSchemaVersion", "1.0",
                "RequestId", UUID.randomUUID().toString(),
                "TokenValue", token.reveal(),
                "ClientId", UUID.randomUUID().toString(),
                "ClientVersion", Handshake.CLIENT_VERSION));
    }

    private void tick() {
        if (!incoming.isBusy() && !transmitter.tick()) {
            terminate(Ending.failed(new PawseException(
                    Reason.UNAVAILABLE, "the session's other end has not acknowledged anything for long")));
        }
    }

    private void reconnect() {
        if (ended.get()) {
            return;
        }
        if (incoming.isBusy()) {
            // Nobody reads the output: what a new connection brought would only be lost again.
            timing.later(Duration.ofMillis(TICK_MILLIS), this::reconnect);
            return;
        }
        if (!opened) {
            connect(ticket.token());
            return;
        }
        try {
            Optional<Secret> token = resumption.resume(ticket.sessionId());
            if (token.isPresent()) {
                connect(token.get());
            } else {
                end(Ending.said(""));
            }
        } catch (PawseException e) {
            if (e.reason() == Reason.UNAVAILABLE || e.reason() == Reason.RATE_LIMITED || e.reason() == Reason.TIMEOUT) {
                tryAgain(e);
            } else {
                end(Ending.failed(new PawseException(
                        e.reason(), "the session's connection broke, and it cannot be resumed: " + e.message(), e)));
            }
        }
    }

    private void tryAgain(@Nullable PawseException cause) {
        Optional<Duration> wait = reconnection.nextWait();
        if (wait.isPresent()) {
            timing.later(wait.get(), this::reconnect);
        } else {
            String why = cause == null ? "" : ": " + cause.message();
            end(Ending.failed(new PawseException(
                    Reason.UNAVAILABLE, "the session's connection broke and could not be made again" + why)));
        }
    }

    private boolean end(Ending ending) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        transmitter.close();
        Future<?> running = ticks;
        if (running != null) {
            running.cancel(false);
        }
        Line last;
        synchronized (this) {
            last = line;
        }
        if (last != null) {
            last.close();
        }
        listener.ended(ending);
        return true;
    }

    private static String output(ByteString channelClosed) {
        try {
            return Json.MAPPER
                    .readTree(channelClosed.toByteArray())
                    .path("Output")
                    .asString("")
                    .strip();
        } catch (JacksonException e) {
            return "";
        }
    }

    /** One connection's view of the channel; once there is another, it is not listened to any more. */
    private final class Line implements Connection.Receiver {
        private final AtomicBoolean isGone = new AtomicBoolean();
        private volatile @Nullable Connection open;

        @Override
        public void opened(Connection connection) {
            open = connection;
            opened = true;
            if (ended.get()) {
                connection.close();
            } else if (isCurrent()) {
                transmitter.attach(connection);
            }
        }

        @Override
        public void message(ByteString message) {
            if (!isCurrent() || ended.get()) {
                return;
            }
            try {
                Frame frame = FrameCodec.read(message);
                reconnection.succeeded();
                dispatch(frame);
            } catch (BrokenFrameException e) {
                LOG.debug("a broken message, which will come again: {}", e.getMessage());
            } catch (PawseException e) {
                end(Ending.failed(e));
            } catch (GeneralSecurityException e) {
                end(Ending.failed(new PawseException(
                        Reason.UNAVAILABLE, "what the session's other end sent could not be decrypted", e)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                gone();
            }
        }

        @Override
        public void gone() {
            if (isGone.compareAndSet(false, true) && isCurrent() && !ended.get()) {
                transmitter.detach();
                Connection lost = open;
                if (lost != null) {
                    lost.cancel();
                }
                tryAgain(null);
            }
        }

        private void dispatch(Frame frame) throws InterruptedException, GeneralSecurityException {
            if (frame.type().equals(Frame.PAUSE)) {
                transmitter.pause();
                return;
            }
            transmitter.goOn();
            switch (frame.type()) {
                case Frame.ACKNOWLEDGE ->
                    Acknowledgement.sequence(frame.payload()).ifPresent(transmitter::acknowledged);
                case Frame.OUTPUT -> incoming.take(frame);
                case Frame.CHANNEL_CLOSED -> end(Ending.said(output(frame.payload())));
                default -> LOG.debug("nothing is known of {}", frame);
            }
        }

        private boolean isCurrent() {
            synchronized (DataChannel.this) {
                return line == this;
            }
        }

        private void close() {
            Connection last = open;
            if (last != null) {
                last.close();
            }
        }
    }
}
