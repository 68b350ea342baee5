package dev.pawse.ecs.fake.channel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The agent at the far end of a data channel: shakes hands, runs the command in a terminal, sends what it writes again until it is
 * acknowledged, and takes what comes in order. Outlives the connections to it. Safe for many threads.
 */
final class Agent {
    private static final int OUTPUT = 1;
    private static final int SIZE = 3;
    private static final int HANDSHAKE_REQUEST = 5;
    private static final int HANDSHAKE_RESPONSE = 6;
    private static final int HANDSHAKE_COMPLETE = 7;
    private static final int CHALLENGE_REQUEST = 8;
    private static final int CHALLENGE_RESPONSE = 9;
    private static final int FLAG = 10;
    private static final int TERMINATE = 2;

    private static final int MOST_EARLY = 100_000;
    private static final int MOST_UNACKNOWLEDGED = 100_000;
    private static final long HANDSHAKE_MILLIS = 15_000;

    private final ChannelOrder order;
    private final LongSupplier millis;
    private final Executor threads;
    private final Consumer<String> over;
    private final AgentOutbox outbox;
    private final Consumer<byte[]> wire;
    private final Map<Long, Message> early = new HashMap<>();
    private final Object incoming = new Object();
    private final AgentHandshake handshake;
    private final long started;
    private final List<String> sizes = new ArrayList<>();
    private long expected;
    private long inputBytes;
    private @Nullable Terminal terminal;
    private boolean shaken;
    private boolean ending;
    private boolean ended;

    /**
     * @param wire takes what goes to the client
     * @param over is told once that the session is over, and what the service says of it
     */
    Agent(
            ChannelOrder order,
            String session,
            LongSupplier millis,
            Executor threads,
            Consumer<byte[]> wire,
            Consumer<String> over) {
        this.order = order;
        handshake = new AgentHandshake(order, session);
        this.millis = millis;
        this.threads = threads;
        this.wire = wire;
        this.over = over;
        outbox = new AgentOutbox(wire, millis);
        started = millis.getAsLong();
    }

    /** Begins, when the client has connected for the first time. */
    void begin() {
        if (order.sessionType() == null) {
            threads.execute(this::run);
            return;
        }
        send(HANDSHAKE_REQUEST, handshake.request());
    }

    /** Takes a message from the client; waits while the command does not read. */
    void receive(byte[] bytes) {
        Message message = Message.read(bytes);
        if (message == null) {
            return;
        }
        pause(false);
        if (message.type.equals(Message.ACKNOWLEDGE)) {
            JsonNode content = ChannelJson.tree(message.payload);
            synchronized (this) {
                outbox.acknowledged(
                        content.path("AcknowledgedMessageSequenceNumber").asLong(-1));
                notifyAll();
            }
        } else if (message.type.equals(Message.INPUT)) {
            synchronized (incoming) {
                sort(message);
            }
        }
    }

    /** Looks what is to be sent again and whether time is up. */
    void tick() {
        boolean late;
        synchronized (this) {
            outbox.tick();
            late = !shaken && order.sessionType() != null && !ending && millis.getAsLong() - started > HANDSHAKE_MILLIS;
        }
        if (late) {
            end("Handshake timed out. Please ensure that you have the latest version of the session manager plugin.");
        }
    }

    synchronized void pause(boolean now) {
        outbox.pause(now);
    }

    /** Ends the command and the session. */
    void end(String output) {
        Terminal running;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            ending = true;
            running = terminal;
            notifyAll();
        }
        if (running != null) {
            running.kill();
        }
        over.accept(output);
    }

    synchronized boolean isRunning() {
        return terminal != null && terminal.isRunning();
    }

    /** The sizes that the client told, e.g. {@code 80x25}. */
    synchronized List<String> sizes() {
        return List.copyOf(sizes);
    }

    synchronized long inputBytes() {
        return inputBytes;
    }

    private void sort(Message message) {
        if (message.sequence < expected) {
            wire.accept(Message.acknowledgement(message));
        } else if (message.sequence > expected) {
            if (early.size() < MOST_EARLY) {
                early.put(message.sequence, message);
                wire.accept(Message.acknowledgement(message));
            }
        } else if (take(message)) {
            wire.accept(Message.acknowledgement(message));
            expected++;
            for (Message next = early.get(expected); next != null && take(next); next = early.get(expected)) {
                early.remove(expected);
                expected++;
            }
        }
    }

    /** False when it cannot be taken yet. */
    private boolean take(Message message) {
        try {
            switch (message.payloadType) {
                case HANDSHAKE_RESPONSE -> respond(ChannelJson.tree(message.payload));
                case CHALLENGE_RESPONSE -> {
                    handshake.check(ChannelJson.tree(message.payload));
                    complete();
                }
                case FLAG -> {
                    if (ByteBuffer.wrap(message.payload).getInt() == TERMINATE) {
                        threads.execute(() -> end(""));
                    }
                }
                case SIZE -> {
                    return resize(ChannelJson.tree(message.payload));
                }
                case OUTPUT -> {
                    return feed(message.payload);
                }
                default -> {
                    // Nothing that an agent knows.
                }
            }
        } catch (IOException e) {
            // The command has ended.
        } catch (AgentHandshake.Failure e) {
            end(String.valueOf(e.getMessage()));
        } catch (GeneralSecurityException e) {
            end("the input could not be decrypted");
        }
        return true;
    }

    private void respond(JsonNode response) throws AgentHandshake.Failure {
        byte[] challenge = handshake.challenge(response);
        if (challenge == null) {
            complete();
        } else {
            send(CHALLENGE_REQUEST, challenge);
        }
    }

    private void complete() {
        send(
                HANDSHAKE_COMPLETE,
                ChannelJson.bytes(ChannelJson.object(
                        "HandshakeTimeToComplete",
                        (millis.getAsLong() - started) * 1_000_000,
                        "CustomerMessage",
                        order.customMessage())));
        synchronized (this) {
            shaken = true;
        }
        threads.execute(this::run);
    }

    private boolean resize(JsonNode size) throws IOException {
        Terminal running = terminal();
        if (running == null) {
            return false;
        }
        int columns = size.path("cols").asInt(0);
        int rows = size.path("rows").asInt(0);
        // First, because whoever sees what the command makes of it may ask at once.
        synchronized (this) {
            sizes.add(columns + "x" + rows);
        }
        running.resize(columns, rows);
        return true;
    }

    private boolean feed(byte[] payload) throws IOException, GeneralSecurityException {
        Terminal running = terminal();
        if (running == null) {
            return false;
        }
        AgentCipher by = handshake.cipher();
        byte[] plain = by == null ? payload : by.decrypt(payload);
        running.input().write(plain);
        running.input().flush();
        synchronized (this) {
            inputBytes += plain.length;
        }
        return true;
    }

    private void run() {
        Terminal running;
        try {
            running = Terminal.start(CommandWords.of(order.command()), order.environment(), order.folder());
        } catch (IOException | IllegalArgumentException e) {
            end("Failed to start pty: " + e.getMessage());
            return;
        }
        boolean tooLate;
        synchronized (this) {
            terminal = running;
            tooLate = ended;
        }
        if (tooLate) {
            running.kill();
            return;
        }
        copy(running);
        running.forget();
        awaitAtMost(0);
        end("");
    }

    private void copy(Terminal from) {
        byte[] buffer = new byte[1024];
        AgentCipher by = handshake.cipher();
        try {
            InputStream in = from.output();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                byte[] plain = Arrays.copyOf(buffer, count);
                send(OUTPUT, by == null ? plain : by.encrypt(plain));
            }
        } catch (IOException e) {
            // Killed.
        }
    }

    private synchronized void send(int payloadType, byte[] payload) {
        awaitAtMost(MOST_UNACKNOWLEDGED - 1);
        outbox.send(payloadType, payload);
    }

    /** Waits until no more than so many messages are on their way. */
    private synchronized void awaitAtMost(int unacknowledged) {
        try {
            while (outbox.size() > unacknowledged && !ended) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended = true;
        }
    }

    private synchronized @Nullable Terminal terminal() {
        return terminal;
    }
}
