package dev.pawse.heroku;

import dev.pawse.heroku.Wire.AppRecord;
import dev.pawse.heroku.Wire.Dyno;
import dev.pawse.heroku.Wire.ProcessType;
import dev.pawse.http.ApiAnswer;
import dev.pawse.http.ApiCall;
import dev.pawse.http.JsonApi;
import dev.pawse.http.Network;
import dev.pawse.http.Page;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Heroku's two APIs under one token: the Platform API and the one of its databases. Lists are read page after page by
 * {@code Range}/{@code Next-Range}, in an order that is asked for. Safe for many threads.
 */
final class HerokuApi implements AutoCloseable {
    static final String ACCEPT = "application/vnd.heroku+json; version=3";

    /** What the platform hands out at most at once. */
    private static final int PAGE = 1_000;

    private final String provider;
    private final Network network;
    private final JsonApi platform;
    private final JsonApi data;
    private final Clock clock;

    HerokuApi(String provider, Network network, JsonApi platform, JsonApi data, Clock clock) {
        this.provider = provider;
        this.network = network;
        this.platform = platform;
        this.data = data;
        this.clock = clock;
    }

    String provider() {
        return provider;
    }

    Network network() {
        return network;
    }

    JsonApi platform() {
        return platform;
    }

    JsonApi data() {
        return data;
    }

    Clock clock() {
        return clock;
    }

    /**
     * The app's name on the platform.
     *
     * @throws PawseException {@link Reason#NOT_FOUND} when it is another provider's app
     */
    String name(AppId app) {
        if (!app.provider().equals(provider)) {
            throw new PawseException(Reason.NOT_FOUND, app + " is no app of " + provider);
        }
        return app.name();
    }

    AppRecord app(AppId app) {
        return platform.get("apps", name(app)).read(AppRecord.class);
    }

    List<ProcessType> formation(String app) {
        return all(ProcessType.class, "apps", app, "formation");
    }

    List<Dyno> dynos(String app) {
        return all(Dyno.class, "apps", app, "dynos");
    }

    /** All items of a list. */
    <T> List<T> all(Class<T> type, String... path) {
        return Page.all(next -> page(type, next == null ? "id ..; max=" + PAGE : next, path));
    }

    /** The newest items of a list, newest first. */
    <T> List<T> newest(Class<T> type, String attribute, int limit, String... path) {
        String first = attribute + " ..; order=desc,max=" + Math.min(limit, PAGE);
        return Page.all(next -> page(type, next == null ? first : next, path), limit);
    }

    private <T> Page<T> page(Class<T> type, String range, String... path) {
        ApiCall call = platform.get(path).header("Range", range);
        ApiAnswer answer = call.answer();
        @Nullable
        String next = answer.status() == 206 ? answer.header("Next-Range").orElse(null) : null;
        return new Page<>(call.parseList(answer, type), next);
    }

    /** An address that the platform handed out. */
    static URI address(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Not as a cause: its message shows the address, which may be signed.
            throw new PawseException(Reason.UNAVAILABLE, "heroku handed out an address that is none");
        }
    }

    Optional<Duration> clockAhead() {
        return network.clockAhead();
    }

    @Override
    public void close() {
        network.close();
    }
}
