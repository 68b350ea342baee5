package dev.pawse.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends a server when it is asked to: the first SIGTERM or SIGINT lets it finish, the second one ends it at once.
 *
 * <p>Java has no public way to tell the second signal from the first; where the usual one is missing, a signal ends the
 * process through its shutdown hooks.
 */
final class Signals {
    /** Who signals a process and its group, as timeout(1) does, sends one request twice. */
    private static final Duration SAME = Duration.ofMillis(500);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicLong first = new AtomicLong();

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

    private void handle(String name, int exitCode) {
        if (!on(name, () -> received(exitCode))) {
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

    private void received(int exitCode) {
        long now = System.nanoTime();
        if (first.compareAndSet(0, now)) {
            asked.countDown();
        } else if (now - first.get() > SAME.toNanos()) {
            Runtime.getRuntime().halt(exitCode);
        }
    }
}
