package dev.pawse.ecs.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.UUID;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing half of a data channel: numbers messages, keeps them until they are acknowledged, sends them again, and lets whoever
 * writes wait while too many are on their way. Outlives connections. Safe for many threads.
 */
final class Transmitter {
    /** Messages on their way: a quarter of a megabyte, which is what a good line carries in a tenth of a second. */
    static final int WINDOW = 256;

    private static final int MOST_TRIES = 3_000;
    private static final long ACKNOWLEDGEMENT_FLAGS = 3;

    private final Timing timing;
    private final Outbox outbox = new Outbox();
    private @Nullable Connection connection;
    private boolean paused;
    private boolean closed;

    Transmitter(Timing timing) {
        this.timing = timing;
    }

    /** Sends a message of the stream when there is room for it. */
    synchronized void sendInTurn(int payloadType, ByteString payload) throws IOException {
        while (!closed && (paused || outbox.size() >= WINDOW)) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for acknowledgements");
            }
        }
        if (closed) {
            throw new IOException("the session has ended");
        }
        send(payloadType, payload);
    }

    /** Sends a message of the stream at once; once it is closed this does nothing. */
    synchronized void send(int payloadType, ByteString payload) {
        if (closed) {
            return;
        }
        ByteString bytes = write(Frame.INPUT, outbox.next(), 0, payloadType, payload);
        outbox.add(bytes, timing.nanos().getAsLong());
        if (!paused) {
            pass(bytes);
        }
    }

    synchronized void acknowledge(Frame taken) {
        pass(write(Frame.ACKNOWLEDGE, 0, ACKNOWLEDGEMENT_FLAGS, 0, Acknowledgement.of(taken)));
    }

    synchronized void acknowledged(long sequence) {
        if (outbox.acknowledged(sequence, timing.nanos().getAsLong())) {
            notifyAll();
        }
    }

    /** The service asks to send no more of the stream until it says so, or until anything of the stream comes. */
    synchronized void pause() {
        paused = true;
    }

    synchronized void goOn() {
        if (paused) {
            paused = false;
            notifyAll();
        }
    }

    /**
     * Sends the oldest message again if it is time to.
     *
     * @return false when it was sent so often that nobody can be at the other end
     */
    synchronized boolean tick() {
        if (connection == null || paused) {
            return true;
        }
        if (outbox.tries() >= MOST_TRIES) {
            return false;
        }
        outbox.due(timing.nanos().getAsLong()).ifPresent(this::pass);
        return true;
    }

    /** From now on messages go there, all those first that are not acknowledged. */
    synchronized void attach(Connection to) {
        connection = to;
        paused = false;
        outbox.all(timing.nanos().getAsLong()).forEach(this::pass);
        notifyAll();
    }

    synchronized void detach() {
        connection = null;
    }

    /** Whoever waits to write fails. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void pass(ByteString bytes) {
        if (connection != null) {
            connection.send(bytes);
        }
    }

    private ByteString write(String type, long sequence, long flags, int payloadType, ByteString payload) {
        return FrameCodec.write(
                new Frame(type, timing.clock().millis(), sequence, flags, UUID.randomUUID(), payloadType, payload));
    }
}
