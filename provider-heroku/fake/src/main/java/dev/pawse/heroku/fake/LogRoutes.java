package dev.pawse.heroku.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** Log sessions, and the logs under their signed addresses: plain text or server-sent events. */
final class LogRoutes {
    private static final int MOST_LINES = 1_500;
    private static final Duration USABLE = Duration.ofMinutes(5);
    private static final long KEEP_ALIVE_MILLIS = 500;

    private final Account account;
    private final URI address;
    private final BooleanSupplier closed;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger cuts = new AtomicInteger();

    LogRoutes(Account account, URI address, BooleanSupplier closed) {
        this.account = account;
        this.address = address;
        this.closed = closed;
    }

    private record Session(HostedApp app, String dyno, String source, int lines, boolean tail, Instant until) {}

    void add(Door door) {
        door.on("POST", "/apps/{app}/log-sessions", 201, this::create);
        door.signed("GET", "/logplex/{session}", this::stream);
    }

    /** Ends every log that is followed now, as the platform does from time to time. */
    void cut() {
        cuts.incrementAndGet();
    }

    /** No session that was made so far can be used any more. */
    void expire() {
        sessions.clear();
    }

    private Object create(ApiRequest request) {
        HostedApp app = account.app(request.segment("app"));
        JsonNode body = Json.read(request.text());
        boolean fir = app.generation.equals("fir");
        int lines = body.path("lines").asInt(100);
        if (lines < 0 || lines > MOST_LINES) {
            throw Refusal.invalid("lines must be between 0 and " + MOST_LINES + ".");
        }
        String id = UUID.randomUUID().toString();
        sessions.put(
                id,
                new Session(
                        app,
                        body.path("dyno").asString(body.path("dyno_name").asString("")),
                        body.path("source").asString(""),
                        fir ? 0 : lines,
                        fir || body.path("tail").asBoolean(false),
                        account.clock.instant().plus(USABLE)));
        return Json.object(
                "created_at",
                Json.time(account.clock.instant()),
                "id",
                id,
                "logplex_url",
                address + "/logplex/" + id + "?srv=1&token=signed-" + id,
                "updated_at",
                Json.time(account.clock.instant()));
    }

    private ApiReply stream(ApiRequest request) {
        String id = request.segment("session");
        Session session = sessions.get(id);
        boolean signed = request.parameter("token").orElse("").equals("signed-" + id);
        if (session == null || !signed || account.clock.instant().isAfter(session.until())) {
            return ApiReply.text(403, "text/plain", "session expired");
        }
        boolean events = request.header("Accept").orElse("").contains("text/event-stream");
        int cut = cuts.get();
        return ApiReply.stream(
                200, events ? "text/event-stream" : "text/plain", out -> copy(session, events, cut, out));
    }

    private void copy(Session session, boolean events, int cut, OutputStream out) throws IOException {
        AppLog log = session.app().log;
        long known = log.written();
        List<AppLog.Line> lines = log.newest(session.lines());
        try {
            while (true) {
                for (AppLog.Line line : lines) {
                    known = Math.max(known, line.number());
                    if (line.isOf(session.dyno(), session.source())) {
                        out.write(text(line, events).getBytes(StandardCharsets.UTF_8));
                    }
                }
                out.flush();
                if (!session.tail() || closed.getAsBoolean()) {
                    return;
                }
                lines = log.after(known, KEEP_ALIVE_MILLIS);
                if (cut != cuts.get()) {
                    return;
                }
                if (lines.isEmpty() && events) {
                    out.write(": keep-alive\n\n".getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(AppLog.Line line, boolean events) {
        return events ? "id: " + line.number() + "\ndata: " + line.text() + "\n\n" : line.text() + "\n";
    }
}
