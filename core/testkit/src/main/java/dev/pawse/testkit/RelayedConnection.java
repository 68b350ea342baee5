package dev.pawse.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One connection of a {@link FaultRelay}: both directions, each read by one thread and written by another. */
final class RelayedConnection {
    // What is read ahead of a slow line; beyond that the sender waits.
    private static final int CHUNKS = 64;
    private static final int CHUNK = 8 * 1024;

    private final Socket client;
    private final Socket server;
    private final Line line;
    private final Consumer<RelayedConnection> whenEnded;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicInteger directions = new AtomicInteger(2);

    private RelayedConnection(Socket client, Socket server, Line line, Consumer<RelayedConnection> whenEnded) {
        this.client = client;
        this.server = server;
        this.line = line;
        this.whenEnded = whenEnded;
    }

    /** Bytes that were read at once; none of them when the sender has ended. */
    private static final class Chunk {
        private final byte[] bytes;
        private final long arrivedNanos = System.nanoTime();

        private Chunk(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /** What the client sends, as the line is told of it. */
    private final class Sent implements Consumer<byte[]> {
        private String before = "";

        @Override
        public void accept(byte[] bytes) {
            before = line.sent(before, bytes);
        }
    }

    static RelayedConnection open(
            Socket client, InetSocketAddress target, Line line, Consumer<RelayedConnection> whenEnded)
            throws IOException {
        Socket server = new Socket();
        try {
            server.connect(target, 2_000);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            return new RelayedConnection(client, server, line, whenEnded);
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    void start() {
        carry(client, server, new Sent());
        carry(server, client, bytes -> {});
        threads.forEach(Thread::start);
    }

    /** Ends both sides by a reset. */
    void cut() {
        if (ended.compareAndSet(false, true)) {
            whenEnded.accept(this);
            reset(client);
            reset(server);
        }
        threads.forEach(Thread::interrupt);
    }

    static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already.
        }
    }

    static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, "fault-relay-" + name);
        thread.setDaemon(true);
        return thread;
    }

    private void carry(Socket from, Socket to, Consumer<byte[]> watch) {
        BlockingQueue<Chunk> underway = new ArrayBlockingQueue<>(CHUNKS);
        threads.add(thread("reads", () -> carried(() -> read(from, underway))));
        threads.add(thread("writes", () -> carried(() -> write(underway, to, watch))));
    }

    private void read(Socket from, BlockingQueue<Chunk> underway) throws IOException, InterruptedException {
        InputStream in = from.getInputStream();
        byte[] buffer = new byte[CHUNK];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            underway.put(new Chunk(Arrays.copyOf(buffer, count)));
        }
        underway.put(new Chunk(new byte[0]));
    }

    private void write(BlockingQueue<Chunk> underway, Socket to, Consumer<byte[]> watch)
            throws IOException, InterruptedException {
        OutputStream out = to.getOutputStream();
        for (Chunk chunk = underway.take(); chunk.bytes.length > 0; chunk = underway.take()) {
            watch.accept(chunk.bytes);
            for (int sent = 0; sent < chunk.bytes.length; ) {
                line.pass(chunk.arrivedNanos);
                int count = Math.min(line.slice(), chunk.bytes.length - sent);
                out.write(chunk.bytes, sent, count);
                line.carry(count);
                sent += count;
            }
        }
        line.pass(System.nanoTime());
        to.shutdownOutput();
        if (directions.decrementAndGet() == 0 && ended.compareAndSet(false, true)) {
            whenEnded.accept(this);
            client.close();
            server.close();
        }
    }

    private void carried(Carrying carrying) {
        try {
            carrying.run();
        } catch (IOException e) {
            // One side reset it: so does the relay at the other.
            cut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cut();
        } catch (RuntimeException | Error e) {
            // What waited for these bytes failed: nothing goes on that it was to prevent.
            cut();
            throw e;
        }
    }

    /** One half of a direction. */
    private interface Carrying {
        void run() throws IOException, InterruptedException;
    }
}
