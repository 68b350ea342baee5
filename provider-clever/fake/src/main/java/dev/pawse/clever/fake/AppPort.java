package dev.pawse.clever.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Where visitors reach an app: the app itself while it runs, else the platform's load balancer in its place. */
final class AppPort implements AutoCloseable {
    private static final Executor THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-clever-app");
        thread.setDaemon(true);
        return thread;
    });

    private final HttpServer server;

    private AppPort(HttpServer server) {
        this.server = server;
    }

    static AppPort open(HostedApp app) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(THREADS);
            server.createContext("/", exchange -> answer(app, exchange));
            server.start();
            return new AppPort(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int number() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HostedApp app, HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Sozu-Id", "01FAKE" + System.nanoTime());
            boolean up = app.isUp();
            String body = up
                    ? app.name()
                    : "<html><body><h1>503 Service Unavailable</h1><p>The application does not run</p></body></html>";
            exchange.getResponseHeaders().set("Content-Type", up ? "text/plain; charset=utf-8" : "text/html");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            boolean headOnly = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(up ? 200 : 503, headOnly ? -1 : bytes.length);
            if (!headOnly) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
