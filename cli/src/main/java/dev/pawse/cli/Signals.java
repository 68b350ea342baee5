package dev.pawse.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends a server when it is asked to: the first SIGTERM or SIGINT lets it finish, the second one ends it at once. SIGHUP has it
 * read its configuration again, unless it comes because the terminal is gone.
 *
 * <p>Java has no public way to tell the second signal from the first; where the usual one is missing, a signal ends the
 * process through its shutdown hooks.
 */
final class Signals {
    /** Who signals a process and its group, as timeout(1) does, sends one request twice. */
    private static final Duration SAME = Duration.ofMillis(500);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicLong first = new AtomicLong();
    private volatile boolean terminated;

    private Signals() {}

    static Signals listen() {
        Signals signals = new Signals();
        signals.handle("INT", 130);
        signals.handle("TERM", 143);
        return signals;
    }

    /** Waits until the process is asked to end. */
    void await() throws InterruptedException {
        asked.await();
    }

    /** Whether it was asked by SIGTERM, as a platform does it, and not from a keyboard. */
    boolean isTerminated() {
        return terminated;
    }

    /**
     * Does something at each SIGHUP.
     *
     * @param hasTerminal whether there is a terminal that could be gone, which ends the server
     */
    void onHangUp(boolean hasTerminal, Runnable action) {
        on("HUP", () -> {
            if (hasTerminal && isTerminalGone()) {
                received("HUP", 129);
            } else {
                action.run();
            }
        });
    }

    /** A terminal that was closed is no longer that of its processes. */
    private static boolean isTerminalGone() {
        try (InputStream terminal = Files.newInputStream(Path.of("/dev/tty"))) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private void handle(String name, int exitCode) {
        if (!on(name, () -> received(name, exitCode))) {
            Runtime.getRuntime().addShutdownHook(new Thread(asked::countDown, "pawse-signal-" + name));
        }
    }

    /** Does something at each signal of a name, e.g. {@code WINCH}; false where signals cannot be heard. */
    static boolean on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler handle = (proxy, method, arguments) -> {
                if (method.getDeclaringClass() == Object.class) {
                    return switch (method.getName()) {
                        case "hashCode" -> System.identityHashCode(proxy);
                        case "equals" -> proxy == arguments[0];
                        default -> "the handler of " + name;
                    };
                }
                action.run();
                return null;
            };
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, handle));
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private void received(String name, int exitCode) {
        long now = System.nanoTime();
        if (first.compareAndSet(0, now)) {
            terminated = name.equals("TERM");
            asked.countDown();
        } else if (now - first.get() > SAME.toNanos()) {
            Runtime.getRuntime().halt(exitCode);
        }
    }
}
