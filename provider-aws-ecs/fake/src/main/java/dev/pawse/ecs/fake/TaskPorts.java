package dev.pawse.ecs.fake;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The network of the tasks: each has an address of its own in 127.0.0.0/8 and may listen there, all on the same port as containers of
 * one image do. One thread accepts for all, so that thousands of tasks cost no thread each. Safe for many threads.
 */
final class TaskPorts implements AutoCloseable {
    private static final int USUAL_PORT = 8080;

    private final Executor threads;
    private final Selector selector;
    private final int port;
    private final int network = ThreadLocalRandom.current().nextInt(1, 250);
    private final AtomicInteger next =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(1, 30_000));
    private final Queue<Runnable> wishes = new ConcurrentLinkedQueue<>();

    private TaskPorts(Executor threads, Selector selector, int port) {
        this.threads = threads;
        this.selector = selector;
        this.port = port;
    }

    /** @param threads answer visitors, and one accepts them */
    static TaskPorts open(Executor threads) {
        try {
            TaskPorts made = new TaskPorts(threads, Selector.open(), freePort());
            threads.execute(made::accept);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something that listens at an address of its own. */
    final class Listener {
        private final ServerSocketChannel server;
        private final Consumer<String> log;
        private final byte[] body;
        private final int port;
        private final Set<SocketChannel> visitors = ConcurrentHashMap.newKeySet();

        private Listener(ServerSocketChannel server, int port, String body, Consumer<String> log) {
            this.server = server;
            this.port = port;
            this.body = body.getBytes(StandardCharsets.UTF_8);
            this.log = log;
        }

        /** Where it listens. */
        int port() {
            return port;
        }

        void close() {
            closeQuietly(server);
            // A key that was cancelled holds the port until the selector has looked again.
            selector.wakeup();
            visitors.forEach(TaskPorts::closeQuietly);
        }
    }

    /** The port on which every task listens. */
    int port() {
        return port;
    }

    /** An address that no other task has. */
    String address() {
        int number = next.getAndIncrement();
        return "127." + network + "." + (number >> 8 & 0xff) + "." + (number & 0xff);
    }

    /**
     * Answers 200 to every request.
     *
     * @param wanted the port, or 0 for any
     * @param body the whole answer
     * @param log takes a line for each request
     */
    Listener listen(String address, int wanted, String body, Consumer<String> log) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(address, wanted), 512);
            server.configureBlocking(false);
            int bound = ((InetSocketAddress) server.getLocalAddress()).getPort();
            Listener listener = new Listener(server, bound, body, log);
            wishes.add(() -> register(listener));
            selector.wakeup();
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(address + ":" + wanted, e);
        }
    }

    @Override
    public void close() {
        closeQuietly(selector);
    }

    private void register(Listener listener) {
        try {
            listener.server.register(selector, SelectionKey.OP_ACCEPT, listener);
        } catch (IOException e) {
            // It was closed before it was registered.
        }
    }

    private void accept() {
        try {
            while (selector.isOpen()) {
                selector.select(key -> accept((Listener) key.attachment()));
                for (Runnable wish = wishes.poll(); wish != null; wish = wishes.poll()) {
                    wish.run();
                }
            }
        } catch (IOException | ClosedSelectorException e) {
            // Closed.
        }
    }

    private void accept(Listener listener) {
        try {
            SocketChannel visitor = listener.server.accept();
            if (visitor != null) {
                listener.visitors.add(visitor);
                threads.execute(() -> serve(listener, visitor));
            }
        } catch (IOException e) {
            // The listener closes, or the visitor left.
        }
    }

    private static void serve(Listener listener, SocketChannel visitor) {
        try (visitor) {
            InputStream in = new BufferedInputStream(visitor.socket().getInputStream());
            OutputStream out = visitor.socket().getOutputStream();
            while (answer(listener, in, out)) {
                out.flush();
            }
            out.flush();
        } catch (IOException e) {
            // The visitor left, or the task stopped.
        } finally {
            listener.visitors.remove(visitor);
        }
    }

    /** Whether another request may follow. */
    private static boolean answer(Listener listener, InputStream in, OutputStream out) throws IOException {
        String request = line(in);
        if (request.isEmpty()) {
            return false;
        }
        long length = 0;
        boolean chunked = false;
        boolean last = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(header.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
            last |= lower.startsWith("connection:") && lower.contains("close");
        }
        if (chunked) {
            skipChunks(in);
        } else {
            in.skipNBytes(length);
        }
        listener.log.accept(request.replaceFirst(" HTTP/1\\.[01]$", "") + " 200");
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + listener.body.length
                        + (last ? "\r\nConnection: close" : "") + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        if (!request.startsWith("HEAD ")) {
            out.write(listener.body);
        }
        return !last;
    }

    private static void skipChunks(InputStream in) throws IOException {
        long size;
        do {
            size = Long.parseLong(line(in).replaceFirst(";.*", "").strip(), 16);
            in.skipNBytes(size);
            line(in);
        } while (size > 0);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static int freePort() throws IOException {
        for (int port : new int[] {USUAL_PORT, 0}) {
            try (ServerSocketChannel probe = ServerSocketChannel.open()) {
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return ((InetSocketAddress) probe.getLocalAddress()).getPort();
            } catch (IOException e) {
                if (port == 0) {
                    throw e;
                }
            }
        }
        throw new IOException("no free port");
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // Nothing to do about it.
        }
    }
}
