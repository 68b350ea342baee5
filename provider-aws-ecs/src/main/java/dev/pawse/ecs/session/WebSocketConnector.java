package dev.pawse.ecs.session;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to a data channel by a web socket, without signature or any other header of ours. */
final class WebSocketConnector implements Connection.Connector {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnector.class);
    /** As the agent does it: often enough for what forgets silent connections after a minute. */
    private static final Duration PING = Duration.ofSeconds(54);

    private final OkHttpClient client;
    private final HttpUrl address;

    /** @throws PawseException when the address is none */
    WebSocketConnector(OkHttpClient client, URI address) {
        HttpUrl url = HttpUrl.parse(address.toString().replaceFirst("^ws", "http"));
        if (url == null) {
            throw new PawseException(Reason.UNAVAILABLE, "the address of the session's data channel is none");
        }
        this.client = client.newBuilder()
                .pingInterval(PING.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        this.address = url;
    }

    @Override
    public Connection connect(String first, Connection.Receiver receiver) {
        Request request = new Request.Builder().url(address).build();
        return new Open(client.newWebSocket(request, new Listener(first, receiver)));
    }

    private record Open(WebSocket socket) implements Connection {
        @Override
        public void send(ByteString message) {
            socket.send(message);
        }

        @Override
        public void close() {
            socket.close(1000, null);
        }

        @Override
        public void cancel() {
            socket.cancel();
        }
    }

    private static final class Listener extends WebSocketListener {
        private final String first;
        private final Connection.Receiver receiver;

        private Listener(String first, Connection.Receiver receiver) {
            this.first = first;
            this.receiver = receiver;
        }

        @Override
        public void onOpen(WebSocket socket, Response response) {
            socket.send(first);
            receiver.opened(new Open(socket));
        }

        @Override
        public void onMessage(WebSocket socket, ByteString bytes) {
            receiver.message(bytes);
        }

        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
            LOG.debug("the data channel's connection is closed by the service: {}", code);
            socket.close(1000, null);
            receiver.gone();
        }

        @Override
        public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
            LOG.debug("the data channel's connection broke", failure);
            receiver.gone();
        }
    }
}
