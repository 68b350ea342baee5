package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** CloudWatch Logs: reads and writes log groups, in pages of which some are empty, and follows them by Live Tail. */
final class LogsService implements AwsService {
    private static final int MOST_EVENTS = 10_000;
    private static final int MOST_STREAMS = 100;
    private static final int MOST_DESCRIBED = 50;
    private static final int MOST_GROUPS = 10;

    private final LogGroups groups;
    private final Clock clock;

    LogsService(LogGroups groups, Clock clock) {
        this.groups = groups;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "logs";
    }

    @Override
    public ApiReply answer(AwsCall call) {
        return switch (call.operation()) {
            case "FilterLogEvents" -> filter(call);
            case "GetLogEvents" -> new LogPages(call, group(call, "GetLogEvents")).reply();
            case "StartLiveTail" -> liveTail(call);
            case "DescribeLogStreams" -> streams(call);
            case "DescribeLogGroups" -> describe(call);
            case "PutLogEvents" -> put(call);
            case "CreateLogGroup" -> create(call);
            case "CreateLogStream" -> createStream(call);
            default -> throw call.unknownOperation();
        };
    }

    private ApiReply filter(AwsCall call) {
        LogGroup group = group(call, "FilterLogEvents");
        Predicate<String> streams = streams(call, "logStreamNames", "logStreamNamePrefix");
        FilterPattern pattern = FilterPattern.parse(call.text("filterPattern"));
        long from = call.input().path("startTime").asLong(0);
        long to = call.input().path("endTime").asLong(Long.MAX_VALUE);
        int limit = limit(call, MOST_EVENTS, MOST_EVENTS);
        List<LogEvent> all = group.events(streams).stream()
                .filter(event -> event.timestamp() >= from && event.timestamp() <= to)
                .filter(event -> pattern.matches(event.message()))
                .toList();
        String token = call.text("nextToken");
        if (token == null) {
            // Which streams to look at is found out first, and that is a page without events.
            return call.reply("events", List.of(), "searchedLogStreams", List.of(), "nextToken", "start");
        }
        Paging.Page<LogEvent> page = Paging.page(
                all,
                limit,
                token.equals("start") ? null : token,
                AwsCall.invalid("The specified nextToken is invalid."));
        return call.reply(
                "events",
                page.items().stream().map(LogsService::filtered).toList(),
                "searchedLogStreams",
                List.of(),
                "nextToken",
                page.next());
    }

    private static Object filtered(LogEvent event) {
        return Json.object(
                "logStreamName",
                event.stream(),
                "timestamp",
                event.timestamp(),
                "message",
                event.message(),
                "ingestionTime",
                event.ingested(),
                "eventId",
                String.format(Locale.ROOT, "%056d", event.id()));
    }

    private ApiReply liveTail(AwsCall call) {
        List<String> arns = call.texts("logGroupIdentifiers");
        if (arns.isEmpty() || arns.size() > MOST_GROUPS) {
            throw AwsCall.invalid("logGroupIdentifiers: " + arns.size() + " are not between 1 and 10");
        }
        Map<String, LogGroup> followed = new LinkedHashMap<>();
        for (String arn : arns) {
            String prefix = call.arn("logs", "log-group:");
            if (!arn.startsWith(prefix) || arn.endsWith(":*")) {
                throw AwsCall.invalid(
                        "Invalid log group identifier: " + arn + ". Log group identifiers must be ARNs without :*");
            }
            call.authorize("logs:StartLiveTail", arn);
            followed.put(arn, groups.require(arn.substring(prefix.length())));
        }
        if (arns.size() > 1
                && (call.input().has("logStreamNames") || call.input().has("logStreamNamePrefixes"))) {
            throw AwsCall.invalid("logStreamNames and logStreamNamePrefixes need a single log group");
        }
        List<String> names = call.texts("logStreamNames");
        List<String> prefixes = call.texts("logStreamNamePrefixes");
        FilterPattern pattern = FilterPattern.parse(call.text("logEventFilterPattern"));
        LiveTail session = new LiveTail(
                followed,
                event -> (names.isEmpty() || names.contains(event.stream()))
                        && (prefixes.isEmpty() || prefixes.stream().anyMatch(event.stream()::startsWith))
                        && pattern.matches(event.message()),
                clock);
        return ApiReply.stream(200, "application/vnd.amazon.eventstream", out -> {
            groups.add(session);
            try {
                session.send(out);
            } finally {
                groups.remove(session);
            }
        });
    }

    private ApiReply streams(AwsCall call) {
        LogGroup group = group(call, "DescribeLogStreams");
        String prefix = call.text("logStreamNamePrefix", "");
        boolean byTime = call.text("orderBy", "LogStreamName").equals("LastEventTime");
        if (byTime && !prefix.isEmpty()) {
            throw AwsCall.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        Comparator<LogStreamState> order = byTime
                ? Comparator.comparingLong(one -> group.lastEvent(one.name()))
                : Comparator.comparing(LogStreamState::name);
        List<LogStreamState> all = group.streams().stream()
                .filter(one -> one.name().startsWith(prefix))
                .sorted(call.flag("descending") ? order.reversed() : order)
                .toList();
        Paging.Page<LogStreamState> page = Paging.page(
                all,
                limit(call, MOST_DESCRIBED, MOST_DESCRIBED),
                call.text("nextToken"),
                AwsCall.invalid("The specified nextToken is invalid."));
        return call.reply(
                "logStreams",
                page.items().stream().map(one -> shown(call, group, one)).toList(),
                "nextToken",
                page.next());
    }

    private static Object shown(AwsCall call, LogGroup group, LogStreamState stream) {
        long last = group.lastEvent(stream.name());
        return Json.object(
                "logStreamName",
                stream.name(),
                "creationTime",
                stream.createdAt(),
                "lastEventTimestamp",
                last == 0 ? null : last,
                "arn",
                call.arn("logs", "log-group:" + group.name() + ":log-stream:" + stream.name()),
                "storedBytes",
                0);
    }

    private ApiReply describe(AwsCall call) {
        String prefix = call.text("logGroupNamePrefix", "");
        call.authorize("logs:DescribeLogGroups", call.arn("logs", "log-group::log-stream:"));
        List<LogGroup> all = groups.all().stream()
                .filter(one -> one.name().startsWith(prefix))
                .toList();
        Paging.Page<LogGroup> page = Paging.page(
                all,
                limit(call, MOST_DESCRIBED, MOST_DESCRIBED),
                call.text("nextToken"),
                AwsCall.invalid("The specified nextToken is invalid."));
        List<Object> shown = new ArrayList<>();
        page.items()
                .forEach(one -> shown.add(Json.object(
                        "logGroupName",
                        one.name(),
                        "creationTime",
                        one.createdAt(),
                        "arn",
                        call.arn("logs", "log-group:" + one.name() + ":*"),
                        "logGroupArn",
                        call.arn("logs", "log-group:" + one.name()))));
        return call.reply("logGroups", shown, "nextToken", page.next());
    }

    private ApiReply put(AwsCall call) {
        LogGroup group = group(call, "PutLogEvents");
        String stream = call.required("logStreamName");
        requireStream(group, stream);
        for (JsonNode event : call.input().path("logEvents")) {
            group.write(
                    stream,
                    event.path("timestamp").asLong(clock.millis()),
                    event.path("message").asString(""));
        }
        return call.reply("nextSequenceToken", "0");
    }

    private ApiReply create(AwsCall call) {
        String name = call.required("logGroupName");
        call.authorize("logs:CreateLogGroup", call.arn("logs", "log-group:" + name + ":log-stream:"));
        if (groups.find(name).isPresent()) {
            throw new Refusal("ResourceAlreadyExistsException", "The specified log group already exists");
        }
        groups.create(name);
        return call.reply();
    }

    private ApiReply createStream(AwsCall call) {
        LogGroup group = group(call, "CreateLogStream");
        String stream = call.required("logStreamName");
        if (group.hasStream(stream)) {
            throw new Refusal("ResourceAlreadyExistsException", "The specified log stream already exists");
        }
        group.stream(stream);
        return call.reply();
    }

    /** The group of a call, by its name or its ARN, for who may do this with it. */
    private LogGroup group(AwsCall call, String action) {
        String identifier = call.text("logGroupIdentifier");
        String name = identifier == null
                ? call.required("logGroupName")
                : identifier.replaceFirst("^" + call.arn("logs", "log-group:"), "");
        call.authorize(
                "logs:" + action,
                call.arn("logs", "log-group:" + name + ":log-stream:" + call.text("logStreamName", "")));
        return groups.require(name);
    }

    private static Predicate<String> streams(AwsCall call, String namesField, String prefixField) {
        Set<String> names = Set.copyOf(call.texts(namesField));
        String prefix = call.text(prefixField, "");
        if (!names.isEmpty() && !prefix.isEmpty()) {
            throw AwsCall.invalid("logStreamNames and logStreamNamePrefix are mutually exclusive.");
        }
        if (names.size() > MOST_STREAMS) {
            throw AwsCall.invalid("logStreamNames: " + names.size() + " are more than 100");
        }
        if (!prefix.matches("[^:*]*")) {
            throw AwsCall.invalid(
                    "1 validation error detected: Value '" + prefix
                            + "' at 'logStreamNamePrefix' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*");
        }
        return name -> (names.isEmpty() || names.contains(name)) && name.startsWith(prefix);
    }

    static int limit(AwsCall call, int usual, int most) {
        int limit = call.number("limit", usual);
        if (limit < 1 || limit > most) {
            throw AwsCall.invalid("1 validation error detected: Value '" + limit
                    + "' at 'limit' failed to satisfy constraint: Member must have value less than or equal to "
                    + most);
        }
        return limit;
    }

    static void requireStream(LogGroup group, String stream) {
        if (!group.hasStream(stream)) {
            throw new Refusal("ResourceNotFoundException", "The specified log stream does not exist.");
        }
    }
}
