package dev.pawse.local;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Gives each web process a port of its own. Safe for many threads. */
final class Ports {
    // Below the ports that Linux (32768 on) and macOS (49152 on) take for outgoing connections: one of those could take
    // the port in the time that the process needs to listen.
    private static final int FIRST = 20_000;
    private static final int COUNT = 10_000;

    private final Set<Integer> taken = new HashSet<>();

    /** A port on which nobody listens, and which is not given again until it is given back. */
    synchronized int take() {
        int start = ThreadLocalRandom.current().nextInt(COUNT);
        for (int step = 0; step < COUNT; step++) {
            int port = FIRST + (start + step) % COUNT;
            if (!taken.contains(port) && isFree(port)) {
                taken.add(port);
                return port;
            }
        }
        throw new PawseException(
                Reason.UNAVAILABLE, "no port from " + FIRST + " to " + (FIRST + COUNT - 1) + " is free");
    }

    synchronized void giveBack(int port) {
        taken.remove(port);
    }

    static boolean isFree(int port) {
        // Bound to all addresses and never listening: nobody can connect to it by mistake.
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
