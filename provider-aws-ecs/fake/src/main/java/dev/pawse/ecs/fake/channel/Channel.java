package dev.pawse.ecs.fake.channel;

import dev.pawse.testkit.WebSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One session as the service holds it: its token, the connection of the client, the weather in between. Safe for many threads. */
final class Channel {
    private static final int PAUSE_TICKS = 3;

    private final String id;
    private final ChannelOrder order;
    private final Agent agent;
    private final Shuffler toClient;
    private final Shuffler toAgent;
    private @Nullable String token;
    private @Nullable Connection connection;
    private @Nullable String over;
    private boolean begun;
    private int connections;
    private int cuts;
    private int pausedTicks;

    Channel(String id, ChannelOrder order, LongSupplier nanos, Executor threads) {
        this.id = id;
        this.order = order;
        toClient = new Shuffler(order.weather(), 1);
        toAgent = new Shuffler(order.weather(), 2);
        agent = new Agent(
                order, id, () -> nanos.getAsLong() / 1_000_000 * order.haste(), threads, this::deliver, this::close);
    }

    /** The client's end of a connection. */
    private record Connection(WebSocket socket, OutputStream out) {
        private void send(byte[] message) {
            try {
                socket.send(message);
            } catch (IOException e) {
                // Cut: what it was is sent again.
            }
        }

        private void cut() {
            try {
                out.close();
            } catch (IOException e) {
                // It is cut.
            }
        }
    }

    String id() {
        return id;
    }

    String target() {
        return order.target();
    }

    Agent agent() {
        return agent;
    }

    /** A new token for one connection, or null when the session is over. */
    synchronized @Nullable String issueToken() {
        token = over == null ? "AAEAA" + UUID.randomUUID() : null;
        return token;
    }

    synchronized int connections() {
        return connections;
    }

    synchronized boolean isOver() {
        return over != null;
    }

    /** Speaks with a client until its connection ends. */
    void serve(WebSocket socket, OutputStream out) throws IOException {
        WebSocket.Message first = socket.read();
        if (first == null || !first.isText() || !admits(ChannelJson.tree(first.bytes()))) {
            socket.end();
            return;
        }
        Connection mine = new Connection(socket, out);
        if (connect(mine)) {
            agent.begin();
        }
        try {
            for (WebSocket.Message next = socket.read(); next != null; next = socket.read()) {
                if (!next.isText()) {
                    take(next.bytes(), mine);
                }
            }
        } finally {
            disconnect(mine);
        }
    }

    /** Breaks the connection without a word. */
    void cut() {
        Connection open;
        synchronized (this) {
            open = connection;
        }
        if (open != null) {
            disconnect(open);
            open.cut();
        }
    }

    /** What happens every hundred milliseconds of the agent's time. */
    void tick() {
        boolean goesOn;
        synchronized (this) {
            goesOn = pausedTicks > 0 && --pausedTicks == 0;
        }
        if (goesOn) {
            agent.pause(false);
            tell(Message.publication(Message.START));
        }
        agent.tick();
    }

    void terminate() {
        agent.end("");
    }

    private synchronized boolean admits(JsonNode open) {
        String told = open.path("TokenValue").asString("");
        boolean right = open.path("MessageSchemaVersion").asString("").equals("1.0")
                && !open.path("RequestId").asString("").isEmpty()
                && !open.path("ClientId").asString("").isEmpty()
                && told.equals(token);
        if (right) {
            token = null;
        }
        return right;
    }

    /** True for the first connection. */
    private boolean connect(Connection made) {
        Connection old;
        boolean first;
        String ended;
        synchronized (this) {
            old = connection;
            connection = made;
            connections++;
            first = !begun;
            begun = true;
            ended = over;
        }
        if (old != null) {
            old.cut();
        }
        if (ended != null) {
            made.send(Message.channelClosed(id, ended));
        }
        return first;
    }

    private synchronized void disconnect(Connection gone) {
        if (gone.equals(connection)) {
            connection = null;
        }
    }

    private void take(byte[] message, Connection from) {
        for (byte[] one : toAgent.pass(message)) {
            agent.receive(one);
        }
        if (toAgent.pauses()) {
            pause();
        }
        if (toAgent.cuts() && mayCut()) {
            disconnect(from);
            from.cut();
        }
    }

    private void deliver(byte[] message) {
        for (byte[] one : toClient.pass(message)) {
            tell(one);
        }
        if (toClient.cuts() && mayCut()) {
            cut();
        }
    }

    private synchronized boolean mayCut() {
        return cuts++ < order.weather().mostCuts();
    }

    private void pause() {
        synchronized (this) {
            pausedTicks = PAUSE_TICKS;
        }
        agent.pause(true);
        tell(Message.publication(Message.PAUSE));
    }

    private void tell(byte[] message) {
        Connection open;
        synchronized (this) {
            open = connection;
        }
        if (open != null) {
            open.send(message);
        }
    }

    private void close(String output) {
        List<Connection> told = new ArrayList<>();
        synchronized (this) {
            over = output;
            token = null;
            if (connection != null) {
                told.add(connection);
            }
        }
        told.forEach(one -> one.send(Message.channelClosed(id, output)));
    }
}
