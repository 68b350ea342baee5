package dev.pawse.cli;

import dev.pawse.core.PawseConfig;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The admin API of a running proxy, asked over HTTP. */
public final class AdminApi {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final TypeReference<List<Map<String, @Nullable Object>>> LIST = new TypeReference<>() {};
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private final URI root;
    private final @Nullable Secret token;
    private final Duration limit;

    AdminApi(URI root, @Nullable Secret token, Duration limit) {
        this.root = root;
        this.token = token;
        this.limit = limit;
    }

    /** The API that flags, environment or configuration name. */
    public static AdminApi of(Session session, @Nullable String url, @Nullable Path tokenFile) {
        String given = url != null ? url : session.world().variable("ADMIN_URL");
        URI root = given != null ? uri(given, url != null ? "--url" : "ADMIN_URL") : usual(session);
        return new AdminApi(root, token(session, tokenFile), session.timeout(Duration.ofSeconds(30)));
    }

    private static URI usual(Session session) {
        PawseConfig config = session.targets().config();
        return URI.create("http://" + host(config.adminHost()) + ":" + config.adminPort());
    }

    // A configuration that is wrong must not keep anybody from asking the proxy that still runs.
    private static @Nullable Secret token(Session session, @Nullable Path tokenFile) {
        if (tokenFile != null) {
            return read(session.world().directory().resolve(tokenFile));
        }
        String variable = session.world().variable("ADMIN_TOKEN");
        return variable != null
                ? Secret.of(variable)
                : session.targets().config().adminToken().orElse(null);
    }

    /** The newest events, newest first. */
    public List<Map<String, @Nullable Object>> recentEvents(int limit) {
        return list("/api/events?limit=" + limit);
    }

    /** What the proxy knows of its apps. */
    public List<Map<String, @Nullable Object>> apps() {
        return list("/api/apps");
    }

    /** Whether the proxy has found its apps and is not about to end. */
    public boolean isReady() {
        try {
            return open("/readyz", "*/*", limit).getResponseCode() == 200;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** How the proxy, its registry and its configuration are; empty when it is one that does not tell. */
    public Map<String, @Nullable Object> status() {
        try {
            return object("GET", "/api/status", limit);
        } catch (PawseException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Map.of();
            }
            throw e;
        }
    }

    /** Has the proxy read its configuration again, or only check it. */
    public Map<String, @Nullable Object> reload(boolean dry) {
        return object("POST", "/api/reload" + (dry ? "?dry-run=true" : ""), limit);
    }

    /** What a sweep would do with an app and why, and what happened to it lately. */
    public Map<String, @Nullable Object> why(String app) {
        return object("GET", "/api/apps/" + encoded(app) + "/why", limit);
    }

    /** Wakes an app and tells how it is at the end of the wait. */
    public Map<String, @Nullable Object> wake(String app, Duration wait) {
        String path = "/api/apps/" + encoded(app) + "/wake?wait=" + Math.max(0, wait.toSeconds()) + "s";
        return object("POST", path, limit.plus(wait));
    }

    /** Stops an app that nobody uses, as a sweep would. */
    public Map<String, @Nullable Object> sleep(String app) {
        return object("POST", "/api/apps/" + encoded(app) + "/sleep", limit);
    }

    /** When which app rested. */
    public Map<String, @Nullable Object> rests(Instant since) {
        return object("GET", "/api/rests?since=" + since, limit);
    }

    /** Whether somebody said where it is or what to show there, rather than that it is where a proxy usually is. */
    public static boolean isNamed(Session session, @Nullable String url, @Nullable Path tokenFile) {
        return url != null || tokenFile != null || session.world().variable("ADMIN_URL") != null;
    }

    /** Where it is. */
    public URI address() {
        return root;
    }

    /** Begins to hear what happens. */
    public EventFeed followEvents() {
        // The proxy sends a sign of life more often than this.
        HttpURLConnection connection = open("/api/events", "text/event-stream", Duration.ofMinutes(2));
        return new EventFeed(new BufferedReader(new InputStreamReader(answer(connection), StandardCharsets.UTF_8)));
    }

    /** Events as they happen. Read by one thread. */
    public final class EventFeed implements AutoCloseable {
        private final BufferedReader lines;

        private EventFeed(BufferedReader lines) {
            this.lines = lines;
        }

        /**
         * Hands on each event until the proxy ends, or soon after it is enough: at the proxy's next sign of life.
         *
         * @throws PawseException {@link Reason#UNAVAILABLE} when the connection breaks
         */
        public void forEach(Consumer<Map<String, @Nullable Object>> consumer, BooleanSupplier enough) {
            List<String> data = new ArrayList<>();
            try {
                for (String line = lines.readLine(); line != null && !enough.getAsBoolean(); line = lines.readLine()) {
                    if (line.startsWith("data:")) {
                        data.add(line.substring("data:".length()).strip());
                    } else if (line.isEmpty() && !data.isEmpty()) {
                        consumer.accept(JsonMapper.shared().readValue(String.join("\n", data), OBJECT));
                        data.clear();
                    }
                }
            } catch (IOException | JacksonException e) {
                throw broken(e);
            }
        }

        @Override
        public void close() {
            try {
                lines.close();
            } catch (IOException e) {
                throw broken(e);
            }
        }
    }

    private List<Map<String, @Nullable Object>> list(String path) {
        try (InputStream in = answer(open(path, "application/json", limit))) {
            return JsonMapper.shared().readValue(in, LIST);
        } catch (IOException | JacksonException e) {
            throw broken(e);
        }
    }

    private Map<String, @Nullable Object> object(String method, String path, Duration readLimit) {
        HttpURLConnection connection = open(path, "application/json", readLimit);
        try {
            connection.setRequestMethod(method);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(method, e);
        }
        try (InputStream in = answer(connection)) {
            return JsonMapper.shared().readValue(in, OBJECT);
        } catch (IOException | JacksonException e) {
            throw broken(e);
        }
    }

    private HttpURLConnection open(String path, String accept, Duration readLimit) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) root.resolve(path).toURL().openConnection();
            connection.setConnectTimeout((int) CONNECT.toMillis());
            connection.setReadTimeout((int) readLimit.toMillis());
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty("Accept", accept);
            if (token != null) {
                connection.setRequestProperty("Authorization", "Bearer " + token.reveal());
            }
            return connection;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private InputStream answer(HttpURLConnection connection) {
        try {
            int status = connection.getResponseCode();
            if (status == 200 || status == 202) {
                return connection.getInputStream();
            }
            if (status == 401) {
                throw Problem.of(Reason.UNAUTHORIZED, "the proxy at " + root + " wants another token")
                        .next("set ADMIN_TOKEN to the proxy's, or --token-file FILE")
                        .failure();
            }
            throw status == 422 ? notTaken(connection) : refused(connection, status);
        } catch (SocketTimeoutException e) {
            throw new PawseException(Reason.TIMEOUT, "the proxy at " + root + " does not answer in time", e);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** What the proxy says of a failure behind it; an older one may not know the path. */
    private PawseException refused(HttpURLConnection connection, int status) throws IOException {
        Map<String, @Nullable Object> problem = Map.of();
        try (InputStream in = connection.getErrorStream()) {
            problem = in == null ? problem : JsonMapper.shared().readValue(in, OBJECT);
        } catch (JacksonException e) {
            return new PawseException(Reason.UNAVAILABLE, "the proxy at " + root + " answers " + status, e);
        }
        String detail = String.valueOf(problem.get("detail"));
        for (Reason reason : Reason.values()) {
            if (reason.label().equals(problem.get("reason"))) {
                return new PawseException(reason, detail);
            }
        }
        Reason reason = status == 400 ? Reason.INVALID : Reason.UNAVAILABLE;
        return new PawseException(reason, "the proxy at " + root + " answers " + status + ": " + detail);
    }

    /** A configuration that the proxy does not take, as it would be told if a proxy were started with it. */
    private static RuntimeException notTaken(HttpURLConnection connection) throws IOException {
        try (InputStream in = connection.getErrorStream()) {
            Map<String, @Nullable Object> problem = JsonMapper.shared().readValue(in, OBJECT);
            List<String> problems = new ArrayList<>();
            if (problem.get("problems") instanceof List<?> lines) {
                lines.forEach(line -> problems.add(String.valueOf(line)));
            }
            problems.add("nothing is taken over; the proxy goes on with the configuration that it has");
            return Problem.config(String.join("\n", problems)).failure();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private RuntimeException broken(Exception cause) {
        return Problem.of(Reason.UNAVAILABLE, "no proxy answers at " + root + ": " + cause.getMessage())
                .next("start one with \"pawse proxy\", or name it with --url")
                .failure(cause);
    }

    private static URI uri(String text, String origin) {
        try {
            URI uri = URI.create(text);
            uri.toURL();
            if ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException | MalformedURLException e) {
            throw Problem.usage(origin + ": '" + text + "' is not an address such as http://127.0.0.1:3001")
                    .failure(e);
        }
        throw Problem.usage(origin + ": '" + text + "' is not an address such as http://127.0.0.1:3001")
                .failure();
    }

    /** A proxy that listens everywhere is asked here. */
    private static String host(String host) {
        if (host.equals("0.0.0.0") || host.equals("::")) {
            return "127.0.0.1";
        }
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    private static Secret read(Path file) {
        try {
            return Secret.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw Problem.usage("--token-file: " + file + " cannot be read").failure(e);
        }
    }
}
