package dev.pawse.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * One process of one demo app. Its first argument says which app it is, its second one, where there is one, that it is the
 * app's worker; the environment variable {@code PORT} says where a web process listens.
 */
public final class DemoApp {
    private DemoApp() {}

    public static void main(String[] args) throws IOException {
        String name = args[0];
        Instant started = Instant.now();
        if (args.length > 1 && args[1].equals("worker")) {
            work();
            return;
        }
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> answer(exchange, name, started));
        server.start();
        System.out.println(name + " listens on port " + port);
    }

    private static void answer(HttpExchange exchange, String name, Instant started) throws IOException {
        try (exchange) {
            System.out.println(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            DemoFacts facts = new DemoFacts(
                    name,
                    ProcessHandle.current().pid(),
                    started,
                    Duration.between(started, Instant.now()),
                    name.equals("shop") ? Stock.ask() : "");
            String accept = exchange.getRequestHeaders().getFirst("Accept");
            boolean html = accept != null && accept.contains("text/html");
            byte[] body = (html ? DemoPage.html(facts) : DemoPage.text(facts)).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", html ? "text/html; charset=utf-8" : "text/plain; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : body.length);
            if (!head) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }
    }

    private static void work() {
        for (int letter = 1; ; letter++) {
            System.out.println("sent letter " + letter);
            LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
        }
    }
}
