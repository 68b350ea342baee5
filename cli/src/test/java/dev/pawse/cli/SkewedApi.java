package dev.pawse.cli;

import dev.pawse.testkit.ApiServer;
import dev.pawse.testkit.SocketRequest;
import dev.pawse.testkit.SocketServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Passes what is read of an API through and tells another time. Java's own server lets nobody choose the {@code Date}. */
final class SkewedApi implements AutoCloseable {
    /** What is about the connection, which is another one here. */
    private static final Set<String> OURS = Set.of("date", "connection", "content-length", "transfer-encoding");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI api;
    private final Duration ahead;
    private final SocketServer server;

    private SkewedApi(URI api, Duration ahead) {
        this.api = api;
        this.ahead = ahead;
        server = SocketServer.start(threads, this::answer);
    }

    /** @param ahead by how much its clock is ahead of this machine's */
    static SkewedApi before(ApiServer api, Duration ahead) {
        return new SkewedApi(api.address(), ahead);
    }

    String address() {
        return server.address().toString();
    }

    private void answer(SocketRequest request, InputStream in, OutputStream out) throws IOException {
        HttpRequest.Builder asked =
                HttpRequest.newBuilder(api.resolve(request.target())).header("Accept", request.header("accept"));
        if (!request.header("authorization").isEmpty()) {
            asked.header("Authorization", request.header("authorization"));
        }
        try {
            HttpResponse<byte[]> answer = client.send(asked.build(), HttpResponse.BodyHandlers.ofByteArray());
            StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.statusCode() + " .\r\n");
            answer.headers().map().forEach((name, values) -> {
                if (!OURS.contains(name)) {
                    values.forEach(value -> head.append(name + ": " + value + "\r\n"));
                }
            });
            ZonedDateTime time = ZonedDateTime.now(ZoneOffset.UTC).plus(ahead);
            head.append("Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(time) + "\r\n");
            head.append("Connection: close\r\nContent-Length: " + answer.body().length + "\r\n\r\n");
            out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
            out.write(answer.body());
            out.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.close();
        threads.shutdownNow();
    }
}
