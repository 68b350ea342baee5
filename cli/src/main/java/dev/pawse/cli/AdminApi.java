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
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        PawseConfig config = session.targets().config();
        String given = url != null ? url : session.world().variable("ADMIN_URL");
        URI root = given != null
                ? uri(given, url != null ? "--url" : "ADMIN_URL")
                : URI.create("http://" + host(config.adminHost()) + ":" + config.adminPort());
        Secret token = tokenFile == null
                ? config.adminToken().orElse(null)
                : read(session.world().directory().resolve(tokenFile));
        return new AdminApi(root, token, session.timeout(Duration.ofSeconds(30)));
    }

    /** The newest events, newest first. */
    public List<Map<String, @Nullable Object>> recentEvents(int limit) {
        HttpURLConnection connection = open("/api/events?limit=" + limit, "application/json", this.limit);
        try (InputStream in = answer(connection)) {
            return JsonMapper.shared().readValue(in, LIST);
        } catch (IOException | JacksonException e) {
            throw broken(e);
        }
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
         * Hands on each event until the proxy ends.
         *
         * @throws PawseException {@link Reason#UNAVAILABLE} when the connection breaks
         */
        public void forEach(Consumer<Map<String, @Nullable Object>> consumer) {
            List<String> data = new ArrayList<>();
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
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
            if (status == 200) {
                return connection.getInputStream();
            }
            if (status == 401) {
                throw Problem.of(Reason.UNAUTHORIZED, "the proxy at " + root + " wants another token")
                        .next("set ADMIN_TOKEN to the proxy's, or --token-file FILE")
                        .failure();
            }
            throw new PawseException(Reason.UNAVAILABLE, "the proxy at " + root + " answers " + status);
        } catch (SocketTimeoutException e) {
            throw new PawseException(Reason.TIMEOUT, "the proxy at " + root + " does not answer in time", e);
        } catch (IOException e) {
            throw broken(e);
        }
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
