package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Logs.LogEntry;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import dev.pawse.spi.capability.Logs.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** What a provider may do wrong that reads logs. */
final class LogFlaws {
    private LogFlaws() {}

    static List<Flaw> all() {
        AtomicInteger followers = new AtomicInteger();
        return List.of(
                line(
                        "lines are ASCII",
                        "whatAnAppWritesIsRead",
                        line -> new LogLine(
                                line.at(),
                                line.process(),
                                line.source(),
                                line.message().replaceAll("[^\\x00-\\x7f]", "?"))),
                line(
                        "lines keep their ends",
                        "whatAnAppWritesIsRead",
                        line -> new LogLine(line.at(), line.process(), line.source(), line.message() + "\n")),
                line(
                        "who wrote is not told",
                        "whatAnAppWritesIsRead",
                        line -> new LogLine(line.at(), "app", line.source(), line.message())),
                line(
                        "lines are numbered from the end",
                        "linesComeOldestFirst",
                        line -> new LogLine(line.at(), line.process(), line.source(), backwards(line.message()))),
                query(
                        "the limit is passed over",
                        "aLimitKeepsTheNewestLines",
                        query -> new Query(query.since(), query.until(), 1000, query.process(), query.follow())),
                query(
                        "the type is passed over",
                        "linesOfOneTypeAreReadAlone",
                        query -> new Query(query.since(), query.until(), query.limit(), null, query.follow())),
                query(
                        "a process is not known by its name",
                        "linesOfOneProcessAreReadAlone",
                        query -> new Query(
                                query.since(),
                                query.until(),
                                query.limit(),
                                query.process() == null ? null : query.process().replace(".1", ".7"),
                                query.follow())),
                query(
                        "the beginning is passed over",
                        "olderLinesAreLeftOut",
                        query -> new Query(null, query.until(), query.limit(), query.process(), query.follow())),
                query(
                        "the end is passed over",
                        "youngerLinesAreLeftOut",
                        query -> new Query(query.since(), null, query.limit(), query.process(), query.follow())),
                query(
                        "everything is followed",
                        "whatIsNotFollowedComesToAnEnd",
                        query -> new Query(query.since(), query.until(), query.limit(), query.process(), true)),
                query(
                        "nothing is followed",
                        "whatIsFollowedBeginsWithWhatIsThereAndGoesOn",
                        query -> new Query(query.since(), query.until(), query.limit(), query.process(), false)),
                query(
                        "what is followed begins with what comes",
                        "whatIsFollowedBeginsWithWhatIsThereAndGoesOn",
                        query -> query.follow()
                                ? new Query(
                                        Instant.parse("2026-01-01T12:00:00.001Z"),
                                        null,
                                        query.limit(),
                                        query.process(),
                                        true)
                                : query),
                stream(
                        "a read waits three times as long as it may",
                        "next",
                        "aReadWaitsNoLongerThanAsked",
                        call -> call.proceedWith(
                                call.<Duration>arg(0).multipliedBy(3).plusMillis(400))),
                stream("closing leaves readers where they are", "close", "closingEndsAReadThatWaits", call -> null),
                stream(
                        "a stream never says that it has ended",
                        "ended",
                        "whatIsNotFollowedComesToAnEnd",
                        call -> false),
                stream("closing twice fails", "close", "closingTwiceDoesNoHarm", new Tamper() {
                    private boolean closed;

                    @Override
                    @SuppressWarnings("NullAway") // A call of a void method answers null.
                    public Object around(Tamper.Call call) throws Throwable {
                        if (closed) {
                            throw new IllegalStateException("closed already");
                        }
                        closed = true;
                        return call.proceed();
                    }
                }),
                flaw("the second who follows gets nothing", "twoMayFollowAtOnce", call -> {
                    Query query = call.arg(1);
                    boolean second = query.follow() && followers.incrementAndGet() > 1;
                    return second
                            ? call.proceedWith(call.arg(0), new Query(null, null, 1, "nobody", true))
                            : call.proceed();
                }),
                flaw(
                        "an unknown app has an empty log",
                        "anUnknownAppHasNoLog",
                        call -> call.<AppId>arg(0).name().equals("shop")
                                ? call.proceed()
                                : new FakeLog(ManualClock.create()).open(call.arg(1))));
    }

    private static String backwards(String message) {
        return message.replace("line 1", "line x").replace("line 3", "line 1").replace("line x", "line 3");
    }

    private static Flaw query(String name, String foundBy, UnaryOperator<Query> change) {
        return flaw(name, foundBy, call -> call.proceedWith(call.arg(0), change.apply(call.arg(1))));
    }

    private static Flaw line(String name, String foundBy, UnaryOperator<LogLine> change) {
        return stream(
                name,
                "next",
                foundBy,
                call -> call.<Optional<LogEntry>>proceed()
                        .map(entry -> entry instanceof LogLine line ? change.apply(line) : entry));
    }

    private static Flaw stream(String name, String method, String foundBy, Tamper tamper) {
        return flaw(name, foundBy, call -> Tamper.spoil(LogStream.class, call.proceed(), method, tamper));
    }

    private static Flaw flaw(String name, String foundBy, Tamper tamper) {
        return new Flaw(name, LogsContract.class, Logs.class, "openLogs", tamper, foundBy);
    }
}
