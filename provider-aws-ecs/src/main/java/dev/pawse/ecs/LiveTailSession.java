package dev.pawse.ecs;

import dev.pawse.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One session of CloudWatch's Live Tail: what is written is pushed about once a second, until AWS ends the session after three hours
 * (docs.aws.amazon.com/AmazonCloudWatchLogs, "StartLiveTail"). Read by one thread; closed by any, which ends a waiting read.
 */
final class LiveTailSession implements AutoCloseable {
    private static final int READ = 16 * 1024;

    private final Call call;
    private final InputStream body;
    private final Deque<Message> ready = new ArrayDeque<>();
    private final MessageDecoder decoder = new MessageDecoder(ready::add);
    private final byte[] buffer = new byte[READ];

    /** @param response one that was accepted; it is closed with this */
    LiveTailSession(Call call, Response response) {
        this.call = call;
        body = response.body().byteStream();
    }

    /**
     * What came at once.
     *
     * @param sampled whether some of it was left out because there was too much
     */
    record Update(List<LoggedEvent> events, boolean sampled) {}

    /**
     * Waits for the next update; the first, which is empty, says that the session has begun.
     *
     * @return the update, or null when AWS ended the session because its time is over
     * @throws IOException when the connection broke, also by being closed
     */
    @Nullable
    Update next() throws IOException {
        while (true) {
            Message message = message();
            if (message == null) {
                return null;
            }
            if (text(message, ":message-type").equals("exception")) {
                if (text(message, ":exception-type").equals("SessionTimeoutException")) {
                    return null;
                }
                throw new IOException("the session ended: " + text(message, ":exception-type"));
            }
            switch (text(message, ":event-type")) {
                case "sessionStart" -> {
                    return new Update(List.of(), false);
                }
                case "sessionUpdate" -> {
                    return update(message);
                }
                default -> {
                    // The initial response, and what may be added to the protocol.
                }
            }
        }
    }

    @Override
    public void close() {
        call.cancel();
    }

    private @Nullable Message message() throws IOException {
        while (ready.isEmpty()) {
            int count = body.read(buffer);
            if (count < 0) {
                return null;
            }
            try {
                decoder.feed(buffer, 0, count);
            } catch (RuntimeException e) {
                throw new IOException("the event stream is damaged", e);
            }
        }
        return ready.remove();
    }

    private static Update update(Message message) throws IOException {
        try {
            JsonNode update = Json.MAPPER.readTree(message.getPayload());
            List<LoggedEvent> events = new ArrayList<>();
            for (JsonNode event : update.path("sessionResults")) {
                events.add(new LoggedEvent(
                        event.path("timestamp").asLong(0),
                        event.path("logStreamName").asString(""),
                        event.path("message").asString("")));
            }
            return new Update(
                    events, update.path("sessionMetadata").path("sampled").asBoolean(false));
        } catch (JacksonException e) {
            throw new IOException("an update is no JSON", e);
        }
    }

    private static String text(Message message, String header) {
        HeaderValue value = message.getHeaders().get(header);
        return value == null ? "" : Objects.requireNonNullElse(value.getString(), "");
    }
}
