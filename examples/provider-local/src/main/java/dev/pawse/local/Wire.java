package dev.pawse.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One connection of the owner's socket, which takes one message each way: a YAML document with its end mark, so that a
 * message that was cut off is not taken for a whole one. Nobody is waited for longer than the time limit.
 */
final class Wire implements AutoCloseable {
    private static final String END = "...\n";
    private static final int MOST_BYTES = 1_000_000;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Duration most;

    private Wire(SocketChannel channel, Selector selector, SelectionKey key, Duration most) {
        this.channel = channel;
        this.selector = selector;
        this.key = key;
        this.most = most;
    }

    /** Takes over a connection; each message may take so long. */
    static Wire over(SocketChannel channel, Duration most) throws IOException {
        channel.configureBlocking(false);
        Selector selector = Selector.open();
        return new Wire(channel, selector, channel.register(selector, 0), most);
    }

    /** Sends the only message in this direction. */
    void send(Message message) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((message.yaml() + END).getBytes(StandardCharsets.UTF_8));
        long start = System.nanoTime();
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE, start);
            }
        }
        channel.shutdownOutput();
    }

    /** Receives the other side's message. */
    Message receive() throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        long start = System.nanoTime();
        int length;
        while ((length = channel.read(buffer)) >= 0) {
            received.write(buffer.array(), 0, length);
            buffer.clear();
            if (received.size() > MOST_BYTES) {
                throw new IOException("a message of more than " + MOST_BYTES + " bytes");
            }
            if (length == 0) {
                await(SelectionKey.OP_READ, start);
            }
        }
        String text = received.toString(StandardCharsets.UTF_8);
        if (!text.endsWith(END)) {
            throw new IOException("a message that was cut off");
        }
        return Message.parse(text);
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }

    private void await(int operation, long start) throws IOException {
        long left = most.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        key.interestOps(operation);
        if (left > 0) {
            selector.select(left);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
        if (selector.selectedKeys().isEmpty()) {
            throw new InterruptedIOException("no answer within " + most.toSeconds() + " s");
        }
        selector.selectedKeys().clear();
    }
}
