package dev.pawse.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A real HTTP server on 127.0.0.1 for a stateful fake of a platform's API: the fake adds its routes, the server remembers every
 * request, and a test arranges what goes wrong. Routes run on many threads at once.
 */
public final class ApiServer implements AutoCloseable {
    static {
        // Without it each answer on a connection that is used again waits 40 ms for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private volatile Route otherwise =
            request -> ApiReply.text(404, "text/html", "<html><body>404: no route for " + request + "</body></html>");
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<ApiRequest> requests = new CopyOnWriteArrayList<>();

    private ApiServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** Answers requests. A failure of it is a 500. */
    public interface Route {
        ApiReply answer(ApiRequest request) throws IOException;
    }

    private record Rule(String method, List<String> pattern, Route route) {
        Optional<Map<String, String>> match(ApiRequest request) {
            List<String> path = segments(request.path());
            if (!method.equals(request.method()) || path.size() != pattern.size()) {
                return Optional.empty();
            }
            Map<String, String> found = new HashMap<>();
            for (int i = 0; i < path.size(); i++) {
                String part = pattern.get(i);
                if (part.startsWith("{")) {
                    found.put(
                            part.substring(1, part.length() - 1),
                            URLDecoder.decode(path.get(i).replace("+", "%2B"), StandardCharsets.UTF_8));
                } else if (!part.equals(path.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(found);
        }
    }

    private record Fault(Predicate<ApiRequest> when, AtomicInteger left, Route route) {}

    /** Starts a server without routes: it answers 404 to everything. */
    public static ApiServer start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ExecutorService threads = Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "api-server");
                thread.setDaemon(true);
                return thread;
            });
            ApiServer made = new ApiServer(server, threads);
            server.setExecutor(threads);
            server.createContext("/", made::handle);
            server.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, without a path. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * Adds a route; the first that fits answers.
     *
     * @param pattern a path such as <code>/apps/{app}/dynos</code>
     */
    public ApiServer on(String method, String pattern, Route route) {
        rules.add(new Rule(method, segments(pattern), route));
        return this;
    }

    /** What answers where no route of {@link #on} fits; a 404 until this is called. */
    public ApiServer otherwise(Route route) {
        otherwise = route;
        return this;
    }

    /** Lets another route answer the next requests of a kind, before any of {@link #on}; the newest arrangement wins. */
    public void fail(Predicate<ApiRequest> when, int times, Route route) {
        faults.add(0, new Fault(when, new AtomicInteger(times), route));
    }

    /** Ends what {@link #fail} arranged. */
    public void heal() {
        faults.clear();
    }

    /** A route that answers nothing while the server runs. */
    public Route silence() {
        return request -> {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
        };
    }

    /** A route for {@link #fail} that does what is done without it, and then something more before the answer goes out. */
    public Route carriedOut(Runnable andThen) {
        return request -> {
            ApiReply reply = carryOut(request);
            andThen.run();
            return reply;
        };
    }

    /** Every request so far, the oldest first. */
    public List<ApiRequest> requests() {
        return List.copyOf(requests);
    }

    /** How many requests there were of a kind. */
    public long count(Predicate<ApiRequest> kind) {
        return requests.stream().filter(kind).count();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            ApiRequest request = new ApiRequest(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    Map.of(),
                    query(exchange.getRequestURI().getRawQuery()),
                    headers(exchange),
                    exchange.getRequestBody().readAllBytes());
            requests.add(request.kept());
            send(exchange, reply(request));
        }
    }

    private ApiReply reply(ApiRequest request) throws IOException {
        for (Fault fault : faults) {
            if (fault.when().test(request) && fault.left().getAndDecrement() > 0) {
                return fault.route().answer(request);
            }
        }
        return carryOut(request);
    }

    private ApiReply carryOut(ApiRequest request) throws IOException {
        for (Rule rule : rules) {
            Optional<Map<String, String>> found = rule.match(request);
            if (found.isPresent()) {
                return answered(rule.route(), request.with(found.get()));
            }
        }
        return answered(otherwise, request);
    }

    private static ApiReply answered(Route route, ApiRequest request) throws IOException {
        try {
            return route.answer(request);
        } catch (RuntimeException e) {
            return ApiReply.text(500, "text/plain", "the fake failed: " + e);
        }
    }

    private static void send(HttpExchange exchange, ApiReply reply) throws IOException {
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        boolean headOnly = exchange.getRequestMethod().equals("HEAD");
        long length = reply.length() == 0 || headOnly ? -1 : Math.max(0, reply.length());
        exchange.sendResponseHeaders(reply.status(), length);
        if (length >= 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                if (reply.length() < 0) {
                    // The head goes out with the first bytes; a stream may have none for long.
                    out.flush();
                }
                reply.body().write(out);
            }
        }
    }

    private static Map<String, List<String>> headers(HttpExchange exchange) {
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return Map.copyOf(headers);
    }

    private static Map<String, List<String>> query(@Nullable String raw) {
        Map<String, List<String>> query = new HashMap<>();
        for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.computeIfAbsent(URLDecoder.decode(name, StandardCharsets.UTF_8), any -> new ArrayList<>())
                    .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return Map.copyOf(query);
    }

    private static List<String> segments(String path) {
        return List.of(path.replaceFirst("^/", "").split("/"));
    }
}
