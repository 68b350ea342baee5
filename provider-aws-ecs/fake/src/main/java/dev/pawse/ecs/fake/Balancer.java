package dev.pawse.ecs.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * An application load balancer: it really routes, by the host of the request, to the tasks of a target group, and answers 503 by itself
 * where there is none. Safe for many threads.
 */
final class Balancer implements AutoCloseable {
    private static final String UNAVAILABLE = """
            <html>
            <head><title>503 Service Temporarily Unavailable</title></head>
            <body>
            <center><h1>503 Service Temporarily Unavailable</h1></center>
            </body>
            </html>
            """;

    final String name;
    final String id = Ids.hex(16);
    final String address;
    final List<Rule> rules = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final Function<String, List<String>> targets;

    /**
     * A rule of the listener.
     *
     * @param hosts the host names it is for
     * @param groups the target groups with their weights
     */
    record Rule(String id, int priority, List<String> hosts, Map<String, Integer> groups) {}

    private Balancer(String name, String address, HttpServer server, Function<String, List<String>> targets) {
        this.name = name;
        this.address = address;
        this.server = server;
        this.targets = targets;
    }

    /** @param targets the {@code host:port} of those of a target group to which requests go */
    static Balancer open(String name, String address, Function<String, List<String>> targets, Executor threads) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 0);
            Balancer made = new Balancer(name, address, server, targets);
            server.setExecutor(threads);
            server.createContext("/", made::answer);
            server.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    void route(List<String> hosts, Map<String, Integer> groups) {
        rules.add(new Rule(Ids.hex(16), rules.size() + 1, List.copyOf(hosts), Map.copyOf(groups)));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"))
                    .replaceFirst(":\\d+$", "")
                    .toLowerCase(Locale.ROOT);
            List<String> there = new ArrayList<>();
            boolean known = false;
            for (Rule rule : rules) {
                if (rule.hosts().isEmpty() || rule.hosts().contains(host)) {
                    known = true;
                    rule.groups().forEach((group, weight) -> {
                        if (weight > 0) {
                            there.addAll(targets.apply(group));
                        }
                    });
                    break;
                }
            }
            if (there.isEmpty()) {
                send(exchange, known ? 503 : 404, known ? UNAVAILABLE : "not found", Map.of("Server", "awselb/2.0"));
                return;
            }
            String target = there.get(ThreadLocalRandom.current().nextInt(there.size()));
            forward(exchange, target, body);
        }
    }

    private static void forward(HttpExchange exchange, String target, byte[] body) throws IOException {
        URI uri = URI.create("http://" + target + exchange.getRequestURI());
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod(exchange.getRequestMethod());
        try {
            if (body.length > 0) {
                connection.setDoOutput(true);
                connection.getOutputStream().write(body);
            }
            int status = connection.getResponseCode();
            try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                send(exchange, status, new String(in.readAllBytes(), StandardCharsets.UTF_8), Map.of());
            }
        } catch (IOException e) {
            send(exchange, 502, "<html><body>502 Bad Gateway</body></html>", Map.of("Server", "awselb/2.0"));
        }
    }

    private static void send(HttpExchange exchange, int status, String text, Map<String, String> headers)
            throws IOException {
        headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.getResponseHeaders().set("Content-Type", text.startsWith("<") ? "text/html" : "text/plain");
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }
}
