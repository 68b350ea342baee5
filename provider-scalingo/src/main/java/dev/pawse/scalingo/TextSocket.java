package dev.pawse.scalingo;

import dev.pawse.http.Network;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/**
 * A web socket of text messages that are asked for one by one. It reads ahead by a bounded number of them and then leaves the others to
 * the network. Read by one thread; closed by any, which ends a waiting read.
 */
final class TextSocket implements AutoCloseable {
    private static final int AHEAD = 200;
    private static final Duration OPENING = Duration.ofSeconds(20);
    /** The platform asks to know who follows; any name will do. */
    private static final String ORIGIN = "http://pawse.local";

    private final BlockingQueue<Message> messages = new ArrayBlockingQueue<>(AHEAD);
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final Duration silence;
    private volatile boolean closed;
    private volatile @Nullable WebSocket socket;

    private TextSocket(Duration silence) {
        this.silence = silence;
    }

    /**
     * What came: a text, the other side's end, or a connection that broke.
     *
     * @param text null for an end
     */
    private record Message(@Nullable String text, boolean broken) {}

    /**
     * Connects.
     *
     * @param address with the scheme ws, wss, http or https
     * @param silence how long no message at all is a broken connection
     * @throws PawseException {@link Reason#UNAVAILABLE} when there is no connection
     */
    static TextSocket open(Network network, URI address, Duration silence) {
        HttpUrl url = HttpUrl.parse(address.toString().replaceFirst("^ws", "http"));
        if (url == null) {
            throw new PawseException(Reason.UNAVAILABLE, "scalingo handed out an address that is none");
        }
        TextSocket made = new TextSocket(silence);
        Request request =
                new Request.Builder().url(url).header("Origin", ORIGIN).build();
        made.socket = network.client().newWebSocket(request, made.new Listener());
        made.awaitOpen(url.host());
        return made;
    }

    void send(String text) {
        WebSocket open = socket;
        if (open != null) {
            open.send(text);
        }
    }

    /**
     * Waits for the next message.
     *
     * @return the message, or null when the other side ended the connection in good order
     * @throws IOException when it broke, was silent for too long, or was closed here
     */
    @Nullable
    String next() throws IOException {
        try {
            Message message = closed ? null : messages.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null || closed) {
                close();
                throw new IOException("nothing came for " + silence.toSeconds() + " s, or closed");
            }
            if (message.broken) {
                throw new IOException("the connection broke");
            }
            return message.text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        WebSocket open = socket;
        if (open != null) {
            open.cancel();
        }
        messages.clear();
        messages.offer(new Message(null, true));
    }

    private void awaitOpen(String host) {
        try {
            opened.get(OPENING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            // Not as a cause: its message may hold the address, which is signed.
            throw new PawseException(Reason.UNAVAILABLE, "scalingo cannot be reached: " + host + " (web socket)");
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new PawseException(Reason.UNAVAILABLE, "interrupted while connecting", e);
        }
    }

    private void put(Message message) {
        try {
            while (!closed && !messages.offer(message, 100, TimeUnit.MILLISECONDS)) {
                // The reader is slower than the platform.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Listener extends WebSocketListener {
        @Override
        public void onOpen(WebSocket open, Response response) {
            opened.complete(null);
        }

        @Override
        public void onMessage(WebSocket open, String text) {
            put(new Message(text, false));
        }

        @Override
        public void onClosing(WebSocket open, int code, String reason) {
            put(new Message(null, false));
            open.close(code == 1005 ? 1000 : code, null);
        }

        @Override
        public void onFailure(WebSocket open, Throwable failure, @Nullable Response response) {
            opened.completeExceptionally(failure);
            put(new Message(null, true));
        }
    }
}
