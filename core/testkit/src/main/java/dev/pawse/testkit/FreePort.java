package dev.pawse.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of 127.0.0.1 for servers that have to be told theirs before they start, or that come back at the same one.
 *
 * <p>They lie below those that Linux and macOS hand out themselves: one of these can be somebody else's connection a moment after it
 * was seen to be free. Safe for many threads.
 */
public final class FreePort {
    private static final int FIRST = 18_000;
    private static final int COUNT = 14_000;
    // Several processes that do this at a time begin at different places.
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePort() {}

    /** A port that nobody listens on, another one at each call. */
    public static int next() {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: the next one.
            }
        }
        throw new IllegalStateException(
                "no port of 127.0.0.1 from " + FIRST + " to " + (FIRST + COUNT - 1) + " is free");
    }
}
