package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers GetLogEvents: a token leads on from each end, and at an end it is the one that was given. */
final class LogPages {
    private static final int MOST = 10_000;

    private final AwsCall call;
    private final LogGroup group;

    LogPages(AwsCall call, LogGroup group) {
        this.call = call;
        this.group = group;
    }

    ApiReply reply() {
        String stream = call.required("logStreamName");
        LogsService.requireStream(group, stream);
        long from = call.input().path("startTime").asLong(0);
        long to = call.input().path("endTime").asLong(Long.MAX_VALUE);
        int limit = LogsService.limit(call, MOST, MOST);
        List<LogEvent> all = group.events(stream::equals).stream()
                .filter(event -> event.timestamp() >= from && event.timestamp() < to)
                .toList();
        int start = start(all.size(), limit, call.text("nextToken"));
        List<LogEvent> page = all.subList(start, Math.min(all.size(), start + limit));
        List<Object> shown = new ArrayList<>();
        page.forEach(event -> shown.add(Json.object(
                "timestamp", event.timestamp(), "message", event.message(), "ingestionTime", event.ingested())));
        return call.reply(
                "events", shown, "nextForwardToken", "f/" + (start + page.size()), "nextBackwardToken", "b/" + start);
    }

    private int start(int size, int limit, @Nullable String token) {
        if (token == null) {
            return call.flag("startFromHead") ? 0 : Math.max(0, size - limit);
        }
        if (!token.matches("[fb]/\\d{1,9}")) {
            throw AwsCall.invalid("The specified nextToken is invalid.");
        }
        int place = Math.min(size, Integer.parseInt(token.substring(2)));
        return token.startsWith("f/") ? place : Math.max(0, place - limit);
    }
}
