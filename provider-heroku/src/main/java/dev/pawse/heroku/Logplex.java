package dev.pawse.heroku;

import dev.pawse.heroku.Wire.LogSession;
import dev.pawse.http.BodyStream;
import dev.pawse.http.LogFeed;
import dev.pawse.http.LogSource;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.Query;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One app's log at Heroku: sessions for what is there, as plain text, and for what comes, as server-sent events. */
final class Logplex implements LogSource {
    private static final int KEPT = 1_500;

    /** Silence after which a connection is taken for broken and made anew. */
    private static final Duration DEAD = Duration.ofMinutes(15);

    /** Where the platform keeps nothing: how long to listen, and the silence that ends it. */
    private static final Duration LISTEN = Duration.ofSeconds(5);

    private static final Duration QUIET = Duration.ofSeconds(2);

    private final HerokuApi api;
    private final String app;
    private final boolean fir;
    private final Query query;

    Logplex(HerokuApi api, String app, boolean fir, Query query) {
        this.api = api;
        this.app = app;
        this.fir = fir;
        this.query = query;
    }

    @Override
    public List<LogLine> recent() {
        if (fir) {
            return query.follow() ? List.of() : listen();
        }
        boolean whole = query.process() == null && query.since() == null && query.until() == null;
        int lines = whole ? Math.min(query.limit(), KEPT) : KEPT;
        List<LogLine> found = new ArrayList<>();
        try (BodyStream body = open(lines, false, "text/plain", DEAD);
                BufferedReader in = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            LogLineReader reader = new LogLineReader();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                reader.read(line).filter(this::isWanted).ifPresent(found::add);
            }
        } catch (IOException e) {
            throw new PawseException(Reason.UNAVAILABLE, "heroku's log broke off while it was read");
        }
        return found;
    }

    @Override
    public LogFeed live(@Nullable Instant after) {
        return new LogplexFeed(open(KEPT, true, "text/event-stream", DEAD), after, this::isWanted);
    }

    private List<LogLine> listen() {
        List<LogLine> found = new ArrayList<>();
        Instant end = api.clock().instant().plus(LISTEN);
        try (LogplexFeed feed = new LogplexFeed(open(0, true, "text/event-stream", QUIET), null, this::isWanted)) {
            for (LogLine line = feed.next(); line != null; line = feed.next()) {
                found.add(line);
                if (api.clock().instant().isAfter(end)) {
                    break;
                }
            }
        } catch (IOException e) {
            // It was silent for long enough: what came is what there is.
            return found;
        }
        return found;
    }

    private BodyStream open(int lines, boolean tail, String type, Duration silence) {
        Map<String, Object> wanted = new LinkedHashMap<>();
        if (!fir) {
            wanted.put("lines", lines);
            wanted.put("tail", tail);
        }
        if (query.process() != null) {
            wanted.put("dyno", query.process());
        }
        URI address = HerokuApi.address(api.platform()
                .post("apps", app, "log-sessions")
                .json(wanted)
                .repeatable()
                .read(LogSession.class)
                .logplexUrl());
        try {
            return api.platform().signed("GET", address).header("Accept", type).open(silence);
        } catch (PawseException e) {
            throw isExpired(e) ? new PawseException(Reason.UNAVAILABLE, "heroku ended a log session early") : e;
        }
    }

    /** A session lives for minutes only; the next one is as good. */
    private static boolean isExpired(PawseException failure) {
        return failure.reason() == Reason.FORBIDDEN || failure.reason() == Reason.NOT_FOUND;
    }

    private boolean isWanted(LogLine line) {
        return query.wantsProcess(line.process()) || line.process().startsWith(query.process() + "-");
    }
}
