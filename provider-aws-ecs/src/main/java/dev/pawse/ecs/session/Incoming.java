package dev.pawse.ecs.session;

import dev.pawse.spi.PawseException;
import java.security.GeneralSecurityException;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The incoming half of a data channel: acknowledges messages, shakes hands, and hands on what the command wrote, once and in order.
 * Outlives connections. Safe for many threads.
 */
final class Incoming {
    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);
    private static final int MOST_EARLY = 10_000;
    private static final long MOST_EARLY_BYTES = 12L * 1024 * 1024;

    private final Transmitter transmitter;
    private final Handshake handshake;
    private final ChannelListener listener;
    private final Inbox inbox = new Inbox(MOST_EARLY, MOST_EARLY_BYTES);
    private volatile boolean busy;
    private volatile boolean ready;

    Incoming(Transmitter transmitter, Handshake handshake, ChannelListener listener) {
        this.transmitter = transmitter;
        this.handshake = handshake;
        this.listener = listener;
    }

    /**
     * Takes a message of the stream; waits while nobody reads what it holds.
     *
     * @throws GeneralSecurityException when it cannot be decrypted
     * @throws PawseException when the agent asks for what cannot be done
     */
    synchronized void take(Frame frame) throws InterruptedException, GeneralSecurityException {
        busy = true;
        try {
            switch (inbox.sort(frame)) {
                case NOW -> {
                    handle(frame);
                    inbox.taken();
                    transmitter.acknowledge(frame);
                    takeEarlyOnes();
                }
                case LATER, AGAIN -> transmitter.acknowledge(frame);
                case NO_ROOM -> LOG.debug("no room for {}: it will come again", frame);
            }
        } finally {
            busy = false;
        }
    }

    /** Whether a message is being taken: then others, and acknowledgements too, may wait behind it unread. */
    boolean isBusy() {
        return busy;
    }

    /** Whether the handshake is over. */
    boolean isReady() {
        return ready;
    }

    /** How the session is encrypted, or null when it is not. */
    @Nullable
    SessionCipher cipher() {
        return handshake.cipher();
    }

    private void takeEarlyOnes() throws InterruptedException, GeneralSecurityException {
        for (Frame next = inbox.next(); next != null; next = inbox.next()) {
            handle(next);
            inbox.taken();
        }
    }

    private void handle(Frame frame) throws InterruptedException, GeneralSecurityException {
        switch (frame.payloadType()) {
            case PayloadType.HANDSHAKE_REQUEST -> {
                transmitter.send(PayloadType.HANDSHAKE_RESPONSE, handshake.respond(frame.payload()));
                PawseException failure = handshake.failure();
                if (failure != null) {
                    throw failure;
                }
            }
            case PayloadType.CHALLENGE_REQUEST ->
                transmitter.send(PayloadType.CHALLENGE_RESPONSE, handshake.respondToChallenge(frame.payload()));
            case PayloadType.HANDSHAKE_COMPLETE -> {
                begin();
                String message = Handshake.customerMessage(frame.payload());
                if (!message.isBlank()) {
                    listener.aside(ByteString.encodeUtf8(message.strip() + "\n"));
                }
            }
            case PayloadType.OUTPUT -> {
                // An old agent shakes no hands: it just begins.
                begin();
                listener.output(plain(frame));
            }
            case PayloadType.ERRORS -> listener.aside(plain(frame));
            default -> LOG.debug("nothing is known of {}", frame);
        }
    }

    private ByteString plain(Frame frame) throws GeneralSecurityException {
        SessionCipher cipher = handshake.cipher();
        return cipher == null ? frame.payload() : cipher.open(frame.payload());
    }

    private void begin() {
        if (!ready) {
            ready = true;
            listener.ready();
        }
    }
}
