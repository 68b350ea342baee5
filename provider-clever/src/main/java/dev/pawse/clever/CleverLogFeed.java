package dev.pawse.clever;

import dev.pawse.http.ApiCall;
import dev.pawse.http.BodyStream;
import dev.pawse.http.EventStreamReader;
import dev.pawse.http.EventStreamReader.ServerEvent;
import dev.pawse.http.Json;
import dev.pawse.http.LogFeed;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Logs.LogLine;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** One open stream of log events. A heartbeat comes every two seconds: a longer silence is a broken connection. */
final class CleverLogFeed implements LogFeed {
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final @Nullable BodyStream body;
    private final EventStreamReader events;
    private final LogPosition position;
    private final LineNames names;
    private final BooleanSupplier over;

    private CleverLogFeed(
            @Nullable BodyStream body,
            EventStreamReader events,
            LogPosition position,
            LineNames names,
            BooleanSupplier over) {
        this.body = body;
        this.events = events;
        this.position = position;
        this.names = names;
        this.over = over;
    }

    /** A line as the platform tells it. */
    private record Line(
            @Nullable String date,
            @Nullable String message,
            @Nullable String instanceId,
            @Nullable String service) {}

    static CleverLogFeed open(CleverApi api, AppRef app, LogWindow window, LogPosition position, LineNames names) {
        return open(api, app, window, position, names, () -> false);
    }

    /**
     * Opens a stream.
     *
     * @param over asked at each heartbeat: whether the log has come to its end although the platform goes on
     */
    static CleverLogFeed open(
            CleverApi api, AppRef app, LogWindow window, LogPosition position, LineNames names, BooleanSupplier over) {
        ApiCall call = api.json()
                .get("v4", "logs", "organisations", app.owner(), "applications", app.key(), "logs")
                .header("Accept", "text/event-stream")
                .query("since", millis(window.since()))
                .query("throttleElements", "2000")
                .query("throttlePerInMilliseconds", "100");
        if (window.until() != null) {
            call.query("until", millis(window.until()));
        }
        if (window.deployment() != null) {
            call.query("deploymentId", window.deployment());
        }
        String resume = position.resumeAfter();
        if (resume != null) {
            call.header("Last-Event-ID", resume);
        }
        try {
            BodyStream body = call.open(SILENCE);
            return new CleverLogFeed(body, new EventStreamReader(body), position, names, over);
        } catch (PawseException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
            // An app that has never written has no log yet.
            return new CleverLogFeed(
                    null, new EventStreamReader(java.io.InputStream.nullInputStream()), position, names, over);
        }
    }

    @Override
    public @Nullable LogLine next() throws IOException {
        while (body != null) {
            ServerEvent event = events.next();
            if (event == null) {
                throw new EOFException("the stream ended without a word");
            }
            switch (event.type()) {
                case "APPLICATION_LOG" -> {
                    position.read(event.id());
                    LogLine line = line(event.data());
                    if (line != null) {
                        return line;
                    }
                }
                case "END_OF_STREAM" -> {
                    return null;
                }
                default -> {
                    if (over.getAsBoolean()) {
                        return null;
                    }
                }
            }
        }
        return null;
    }

    @Override
    public void close() {
        if (body != null) {
            body.close();
        }
    }

    private @Nullable LogLine line(String data) {
        try {
            Line line = Json.MAPPER.readValue(data, Line.class);
            if (line == null || line.date() == null) {
                return null;
            }
            boolean isDeploy = line.service() != null && line.service().startsWith("bas-deploy");
            String message = line.message() == null ? "" : line.message().replaceAll("[\\r\\n]+$", "");
            return new LogLine(
                    Instant.parse(line.date()), names.of(line.instanceId()), isDeploy ? "platform" : "app", message);
        } catch (JacksonException | DateTimeParseException e) {
            // A line that cannot be read is no reason to lose the others.
            return null;
        }
    }

    private static String millis(Instant at) {
        return MILLIS.format(at);
    }
}
