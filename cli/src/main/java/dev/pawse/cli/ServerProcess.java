package dev.pawse.cli;

import dev.pawse.core.Pawse;
import dev.pawse.core.PawseConfig;
import dev.pawse.core.Plugins;
import dev.pawse.proxy.ProxyListeners;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A proxy with its engine and its admin listener, from start to end. */
public final class ServerProcess implements AutoCloseable {
    /** How long it may take to give back what is held once requests are through. */
    private static final Duration GIVING_BACK = Duration.ofSeconds(4);

    private static final int CUT_OFF = ExitCode.of(Reason.TIMEOUT);

    private final Pawse pawse;
    private final ProxyListeners listeners;
    private final Signals signals;
    private final InetSocketAddress adminAddress;
    private final InetSocketAddress address;
    private boolean closed;

    private ServerProcess(Pawse pawse, ProxyListeners listeners, Signals signals) {
        this.pawse = pawse;
        this.listeners = listeners;
        this.signals = signals;
        // In this order whoever watches sees at each moment what is so.
        adminAddress = listeners.openAdmin();
        pawse.start();
        address = listeners.openProxy();
    }

    /**
     * Starts everything. When this returns, it is known which apps there are and requests are taken.
     *
     * @param reader reads and checks the configuration again, for SIGHUP and for the admin API
     * @param hasTerminal whether the process ends with its terminal
     * @throws Failure when the configuration is wrong or an address is taken
     */
    public static ServerProcess start(
            PawseConfig config, Supplier<PawseConfig> reader, boolean hasTerminal, Plugins plugins, Clock clock) {
        // From here on a signal ends the process in order.
        Signals signals = Signals.listen();
        requireFree(config.host(), config.port(), "--port");
        requireFree(config.adminHost(), config.adminPort(), "--admin-port");
        Pawse pawse = engine(config, plugins, clock);
        ProxyListeners listeners = ProxyListeners.create(config, pawse, reader);
        try {
            ServerProcess server = new ServerProcess(pawse, listeners, signals);
            signals.onHangUp(hasTerminal, () -> listeners.reload("SIGHUP"));
            // For the ends that are not asked for politely, such as a terminal that is closed.
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "pawse-end"));
            return server;
        } catch (RuntimeException e) {
            listeners.close();
            pawse.close();
            throw e;
        }
    }

    /** The proxy's address, with the port that was found where 0 was asked for. */
    public InetSocketAddress address() {
        return address;
    }

    /** The admin listener's address. */
    public InetSocketAddress adminAddress() {
        return adminAddress;
    }

    public Pawse pawse() {
        return pawse;
    }

    /** Waits until the process is asked to end. */
    public void await() {
        try {
            signals.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long the end takes at most before what is still in flight is cut off. */
    public Duration longestEnd() {
        return listeners.longestEnd(signals.isTerminated());
    }

    /**
     * Readiness goes off, requests in flight finish within their limit, the last use is written down, all is given back. After SIGTERM
     * requests are taken for a while longer.
     *
     * @return what the process ends with: 0, or 8 where something had to be cut off
     */
    public synchronized int end() {
        if (closed) {
            return ExitCode.OK;
        }
        closed = true;
        Thread deadline = deadline(longestEnd().plus(GIVING_BACK));
        boolean whole = listeners.end(signals.isTerminated());
        pawse.close();
        deadline.interrupt();
        return whole ? ExitCode.OK : CUT_OFF;
    }

    /** The same. */
    @Override
    public void close() {
        end();
    }

    /** Whatever hangs, the process ends before the platform kills it. */
    private static Thread deadline(Duration limit) {
        Thread thread = new Thread(
                () -> {
                    try {
                        TimeUnit.NANOSECONDS.sleep(limit.toNanos());
                        Runtime.getRuntime().halt(CUT_OFF);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "pawse-deadline");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** A port nobody listens on at this moment. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new PawseException(
                    Reason.UNAVAILABLE, "no port of 127.0.0.1 can be listened on: " + e.getMessage(), e);
        }
    }

    private static Pawse engine(PawseConfig config, Plugins plugins, Clock clock) {
        try {
            return config.engine(plugins, clock).build();
        } catch (PawseException e) {
            throw Session.badConfig(e);
        }
    }

    private static void requireFree(String host, int port, String flag) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw Problem.of(
                            Reason.CONFLICT,
                            "port " + port + " of " + host + " cannot be listened on: " + e.getMessage())
                    .next("another one with " + flag + " " + (port + 100) + ", or any free one with " + flag + " 0")
                    .failure(e);
        }
    }
}
