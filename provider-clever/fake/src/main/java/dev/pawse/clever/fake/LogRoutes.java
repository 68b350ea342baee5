package dev.pawse.clever.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Logs as server-sent events: version 4 of the API. Times go to the millisecond, the beginning is included and the end is not. */
final class LogRoutes {
    private static final long LOOK = Duration.ofMillis(5).toNanos();

    private final Account account;
    private final Clock clock;
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private volatile Duration heartbeat = Duration.ofSeconds(2);
    private volatile boolean silent;
    private volatile boolean closed;

    LogRoutes(Account account, Clock clock) {
        this.clock = clock;
        this.account = account;
    }

    void addTo(AppRoutes.Adder routes) {
        routes.on("GET", "/v4/logs/organisations/{owner}/applications/{app}/logs", this::open);
    }

    /** Breaks all streams that are open. */
    void cut() {
        cuts.incrementAndGet();
    }

    /** Lets streams say nothing at all, not even that they live, or speak again. */
    void silent(boolean value) {
        silent = value;
    }

    void heartbeat(Duration value) {
        heartbeat = value;
    }

    int opened() {
        return opened.get();
    }

    void close() {
        closed = true;
    }

    /** What a stream is to hold. */
    private record Wanted(
            Instant since,
            @Nullable Instant until,
            int limit,
            @Nullable String deployment,
            @Nullable String filter,
            List<String> instances) {
        private boolean includes(AppLog.Line line) {
            return !line.at().isBefore(since)
                    && (until == null || line.at().isBefore(until))
                    && (deployment == null || deployment.equals(line.deployment()))
                    && (filter == null || line.message().contains(filter))
                    && (instances.isEmpty() || (line.instance() != null && instances.contains(line.instance())));
        }
    }

    private ApiReply open(ApiRequest request) {
        HostedApp app = account.app(request);
        Wanted wanted = new Wanted(
                request.parameter("since").map(Instant::parse).orElseGet(clock::instant),
                request.parameter("until").map(Instant::parse).orElse(null),
                request.parameter("limit").map(Integer::parseInt).orElse(Integer.MAX_VALUE),
                request.parameter("deploymentId").orElse(null),
                request.parameter("filter").orElse(null),
                request.query().getOrDefault("instanceId", List.of()));
        int from = request.header("Last-Event-ID").map(app.log::after).orElse(0);
        opened.incrementAndGet();
        return ApiReply.stream(200, "text/event-stream", out -> write(app, wanted, from, out));
    }

    private void write(HostedApp app, Wanted wanted, int from, OutputStream out) throws IOException {
        int cut = cuts.get();
        int index = from;
        int sent = 0;
        long spoke = System.nanoTime();
        while (!closed) {
            if (cuts.get() != cut) {
                throw new IOException("cut on purpose");
            }
            app.state();
            Instant now = clock.instant();
            for (AppLog.Line line : silent ? List.<AppLog.Line>of() : app.log.from(index)) {
                index++;
                if (wanted.includes(line)) {
                    event(out, line.id(), "APPLICATION_LOG", shape(app, line));
                    spoke = System.nanoTime();
                    if (++sent >= wanted.limit()) {
                        event(out, null, "END_OF_STREAM", Json.of("endedBy", "LIMIT_REACHED"));
                        return;
                    }
                }
            }
            if (wanted.until() != null && !now.isBefore(wanted.until())) {
                event(out, null, "END_OF_STREAM", Json.of("endedBy", "UNTIL_REACHED"));
                return;
            }
            if (!silent && System.nanoTime() - spoke > heartbeat.toNanos()) {
                event(out, null, "HEARTBEAT", Json.of());
                spoke = System.nanoTime();
            }
            LockSupport.parkNanos(LOOK);
        }
    }

    private static Object shape(HostedApp app, AppLog.Line line) {
        return Json.of(
                "id",
                line.id(),
                "date",
                line.at().toString(),
                "message",
                line.message(),
                "applicationId",
                app.id,
                "instanceId",
                line.instance(),
                "deploymentId",
                line.deployment(),
                "commitId",
                app.commit(),
                "zone",
                "par",
                "region",
                "par",
                "service",
                line.service(),
                "severity",
                "info",
                "priority",
                6,
                "facility",
                "local0",
                "pid",
                1,
                "version",
                "1");
    }

    private static void event(OutputStream out, @Nullable String id, String type, Object data) throws IOException {
        String text = (id == null ? "" : "id:" + id + "\n") + "event:" + type + "\ndata:" + Json.text(data) + "\n\n";
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
