package dev.pawse.ecs.session;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell.Session;
import dev.pawse.spi.capability.Shell.Window;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Opens sessions of Session Manager. Safe for many threads; each session has a thread of its own for what is due. */
public final class SessionClient {
    private static final Duration OPENING = Duration.ofSeconds(30);

    private final OkHttpClient http;
    private final Resumption resumption;
    private final DataKeys keys;

    /**
     * Makes a client; nothing is connected.
     *
     * @param http makes the web sockets
     * @param resumption for connections that break and sessions that are ended from here
     * @param keys for sessions that are encrypted
     */
    public SessionClient(OkHttpClient http, Resumption resumption, DataKeys keys) {
        this.http = http;
        this.resumption = resumption;
        this.keys = keys;
    }

    /**
     * Connects to a session that was opened with {@link RemoteCommand#line}, and returns when its command runs.
     *
     * @param window the size of the terminal that somebody looks at, or null
     * @throws PawseException {@link Reason#FAILED} when the command could not be started, {@link Reason#UNAVAILABLE} when there is no
     *     connection, {@link Reason#TIMEOUT} when the other end is silent
     */
    public Session open(SessionTicket ticket, RemoteCommand command, @Nullable Window window) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(SessionClient::daemon);
        return open(ticket, command, window, new Timing(timer, System::nanoTime, Clock.systemUTC()), timer::shutdown);
    }

    /** The same by another time. */
    Session open(SessionTicket ticket, RemoteCommand command, @Nullable Window window, Timing timing, Runnable over) {
        ChannelSession session = new ChannelSession(command, window, timing, over);
        WebSocketConnector connector = new WebSocketConnector(http, ticket.streamUrl());
        session.open(new DataChannel(ticket, connector, resumption, keys, timing, session), OPENING);
        return session;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "pawse-session");
        thread.setDaemon(true);
        return thread;
    }
}
