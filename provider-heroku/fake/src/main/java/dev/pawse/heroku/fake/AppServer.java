package dev.pawse.heroku.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** Where visitors reach one app: the app's own answer while it runs, and the router's page in its place. */
final class AppServer implements AutoCloseable {
    private static final byte[] ERROR_PAGE =
            ("<!DOCTYPE html>\n<html><head><title>Application Error</title></head><body>"
                            + "<iframe src=\"//www.herokucdn.com/error-pages/application-error.html\"></iframe></body></html>\n")
                    .getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final HostedApp app;
    private final BooleanSupplier answers;

    private AppServer(HttpServer server, HostedApp app, BooleanSupplier answers) {
        this.server = server;
        this.app = app;
        this.answers = answers;
    }

    static AppServer start(HostedApp app, BooleanSupplier answers, Executor threads) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            AppServer made = new AppServer(server, app, answers);
            server.setExecutor(threads);
            server.createContext("/", made::handle);
            server.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            boolean ours = answers.getAsBoolean();
            log(exchange, ours);
            exchange.getResponseHeaders().set("Server", "Cowboy");
            if (ours) {
                exchange.getResponseHeaders().set("Via", "1.1 vegur");
                exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
                send(exchange, 200, (app.name + "\n").getBytes(StandardCharsets.UTF_8));
            } else {
                exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                exchange.getResponseHeaders().set("Cache-Control", "no-cache, no-store");
                send(exchange, 503, ERROR_PAGE);
            }
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void log(HttpExchange exchange, boolean ours) {
        String request = "method=" + exchange.getRequestMethod() + " path=\"" + exchange.getRequestURI() + "\" host="
                + app.domains.get(0);
        app.log.write(
                "heroku",
                "router",
                ours
                        ? "at=info " + request + " dyno=web.1 status=200"
                        : "at=error code=H14 desc=\"No web processes running\" " + request + " dyno= status=503");
    }
}
