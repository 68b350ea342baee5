package dev.pawse.ecs.fake.channel;

import dev.pawse.testkit.SocketRequest;
import dev.pawse.testkit.SocketServer;
import dev.pawse.testkit.WebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The service behind interactive sessions (ssmmessages) and the agents behind it, on a port of 127.0.0.1. Whoever fakes an API that
 * opens sessions asks it for a {@link ChannelTicket}. Safe for many threads.
 */
public final class DataChannels implements AutoCloseable {
    private static final long TICK_MILLIS = 100;

    private final ExecutorService threads = Executors.newCachedThreadPool(DataChannels::daemon);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, DataChannels::daemon);
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();
    private final SocketServer server;

    private DataChannels() {
        server = SocketServer.start(threads, this::handle);
    }

    /** Starts the service. */
    public static DataChannels start() {
        return new DataChannels();
    }

    /** Opens a session; its command starts when a client has connected and shaken hands. */
    public ChannelTicket open(ChannelOrder order) {
        String id = "ecs-execute-command-"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 17);
        Channel channel = new Channel(id, order, System::nanoTime, threads);
        channels.put(id, channel);
        long tick = Math.max(1, TICK_MILLIS * 1000 / order.haste());
        timer.scheduleAtFixedRate(channel::tick, tick, tick, TimeUnit.MICROSECONDS);
        String address = server.address().toString().replaceFirst("^http", "ws") + "/v1/data-channel/" + id
                + "?role=publish_subscribe";
        return new ChannelTicket(id, address, Objects.requireNonNull(channel.issueToken()));
    }

    /** A new token for a session's next connection; empty when it is over or was never there. */
    public Optional<String> resume(String sessionId) {
        return Optional.ofNullable(channels.get(sessionId)).map(Channel::issueToken);
    }

    /** Ends a session and its command; false when there is none of that name. */
    public boolean terminate(String sessionId) {
        Channel channel = channels.get(sessionId);
        if (channel == null) {
            return false;
        }
        channel.terminate();
        return true;
    }

    /** Ends all sessions of a target: what they run in has ended. */
    public void terminateAll(String target) {
        channels.values().stream()
                .filter(channel -> channel.target().equals(target))
                .forEach(Channel::terminate);
    }

    /** Breaks the connections of all sessions without a word. */
    public void cut() {
        channels.values().forEach(Channel::cut);
    }

    /** How often clients connected to a session. */
    public int connections(String sessionId) {
        return channel(sessionId).connections();
    }

    /** Whether a session is over. */
    public boolean isOver(String sessionId) {
        return channel(sessionId).isOver();
    }

    /** Whether a session's command runs. */
    public boolean isRunning(String sessionId) {
        return channel(sessionId).agent().isRunning();
    }

    /** The sizes that a session's client told its terminal, e.g. {@code 80x25}, in order. */
    public List<String> sizes(String sessionId) {
        return channel(sessionId).agent().sizes();
    }

    /** How many bytes of input a session's command was given. */
    public long inputBytes(String sessionId) {
        return channel(sessionId).agent().inputBytes();
    }

    /** The sessions whose command runs. */
    public List<String> running() {
        return channels.values().stream()
                .filter(channel -> channel.agent().isRunning())
                .map(Channel::id)
                .toList();
    }

    @Override
    public void close() {
        server.close();
        channels.values().forEach(Channel::terminate);
        timer.shutdownNow();
        threads.shutdownNow();
    }

    private void handle(SocketRequest request, InputStream in, OutputStream out) throws IOException {
        @Nullable
        Channel channel = channels.get(request.segments().get(request.segments().size() - 1));
        if (channel == null || !request.isUpgrade()) {
            SocketServer.answer(out, 404, "text/plain", "no such channel".getBytes(StandardCharsets.UTF_8));
            return;
        }
        channel.serve(WebSocket.accept(request, in, out), out);
    }

    private Channel channel(String sessionId) {
        return Objects.requireNonNull(channels.get(sessionId), sessionId);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "fake-data-channel");
        thread.setDaemon(true);
        return thread;
    }
}
