package dev.pawse.scalingo;

import dev.pawse.http.ApiCall;
import dev.pawse.http.Json;
import dev.pawse.http.LogFeed;
import dev.pawse.http.LogSource;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.Query;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One app's log: the newest lines as text, what comes by web socket, both under an address that is handed out for a short while
 * (developers.scalingo.com, "Logs"). Each new connection also reads the newest lines again, so that a short break loses none.
 */
final class AppLog implements LogSource {
    private static final int MOST = 10_000;
    private static final int AFTER_A_BREAK = 300;
    /** The platform sends something every thirty seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final Account account;
    private final Place place;
    private final Query query;
    private final int afterABreak;

    AppLog(Account account, Place place, Query query) {
        this(account, place, query, AFTER_A_BREAK);
    }

    /** @param afterABreak how many of the newest lines are read again with each connection */
    AppLog(Account account, Place place, Query query, int afterABreak) {
        this.account = account;
        this.place = place;
        this.query = query;
        this.afterABreak = afterABreak;
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Address(@Nullable String logsUrl) {}

    @Override
    public List<LogLine> recent() {
        boolean byTime = query.since() != null || query.until() != null;
        return newest(address(), byTime ? MOST : Math.min(query.limit(), MOST));
    }

    @Override
    public LogFeed live(@Nullable Instant after) {
        URI address = address();
        TextSocket socket = TextSocket.open(account.network(), streaming(address), SILENCE);
        try {
            List<LogLine> missed = newest(address, afterABreak).stream()
                    .filter(line -> after == null || !line.at().isBefore(after))
                    .toList();
            return new Feed(socket, missed);
        } catch (PawseException e) {
            socket.close();
            throw e;
        }
    }

    private URI address() {
        return HandedOut.address(place.get("logs").read(Address.class).logsUrl(), "the log");
    }

    private List<LogLine> newest(URI address, int count) {
        ApiCall call = place.region().api().signed("GET", address).query("n", String.valueOf(count));
        String filter = filter();
        if (!filter.isEmpty()) {
            call.query("filter", filter);
        }
        try {
            return LogText.parse(call.answer().text());
        } catch (PawseException e) {
            // An app that has written nothing yet has no log.
            if (e.reason() == Reason.NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    private URI streaming(URI address) {
        HttpUrl.Builder url = HttpUrl.get(address.toString()).newBuilder().addQueryParameter("stream", "true");
        String filter = filter();
        if (!filter.isEmpty()) {
            url.addQueryParameter("filter", filter);
        }
        return url.build().uri();
    }

    private String filter() {
        String process = query.process();
        return process == null ? "" : ProcessName.theirs(process);
    }

    /** What was missed, and then what comes; a line that is in both is told once. */
    private static final class Feed implements LogFeed {
        private final TextSocket socket;
        private final Deque<LogLine> ready;
        private final Set<LogLine> told;

        Feed(TextSocket socket, List<LogLine> missed) {
            this.socket = socket;
            ready = new ArrayDeque<>(missed);
            told = new HashSet<>(missed);
        }

        @Override
        public @Nullable LogLine next() throws IOException {
            while (ready.isEmpty()) {
                String message = socket.next();
                if (message == null) {
                    return null;
                }
                for (LogLine line : lines(message)) {
                    if (!told.contains(line)) {
                        // From the first new line on nothing is a repetition, however much it looks like one.
                        told.clear();
                        ready.add(line);
                    }
                }
            }
            return ready.remove();
        }

        @Override
        public void close() {
            socket.close();
        }

        /** The kind of a message is called {@code event}; the documentation calls it {@code name}. */
        private static List<LogLine> lines(String message) {
            try {
                JsonNode frame = Json.MAPPER.readTree(message);
                String kind = frame.path("event").asString(frame.path("name").asString(""));
                return kind.equals("log") ? LogText.parse(frame.path("log").asString("")) : List.of();
            } catch (JacksonException e) {
                return List.of();
            }
        }
    }
}
