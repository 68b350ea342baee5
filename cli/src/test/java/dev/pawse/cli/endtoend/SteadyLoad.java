package dev.pawse.cli.endtoend;

import dev.pawse.testkit.Background;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * So many requests a second, however long the answers take, every other one a POST. What came of each is counted, by its status or
 * by what went wrong; a POST counts only when its body came back.
 */
final class SteadyLoad {
    private static final String BODY = "not to be sent twice";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(RunningPawse.LIMIT)
            .build();
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final Phaser pending = new Phaser(1);
    private final HttpRequest get;
    private final HttpRequest post;
    private final long gapNanos;
    private final CompletableFuture<Duration> ended;
    private volatile boolean enough;

    private SteadyLoad(URI uri, String host, int perSecond) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).header("Host", host).timeout(RunningPawse.LIMIT);
        get = request.copy().build();
        post = request.copy().POST(BodyPublishers.ofString(BODY)).build();
        gapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        ended = Background.call(this::run);
    }

    static SteadyLoad begin(URI uri, String host, int perSecond) {
        return new SteadyLoad(uri, host, perSecond);
    }

    /** Sends no more, waits for what is under way, and tells how long it sent. */
    Duration end() {
        enough = true;
        return ended.join();
    }

    /** How often each outcome was; {@code 200} is the good one. */
    Map<String, Long> outcomes() {
        Map<String, Long> counts = new TreeMap<>();
        outcomes.forEach((outcome, count) -> counts.put(outcome, count.sum()));
        return counts;
    }

    private Duration run() {
        long begun = System.nanoTime();
        for (long i = 0; !enough; i++) {
            long due = begun + i * gapNanos;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            HttpRequest request = i % 2 == 0 ? get : post;
            pending.register();
            http.sendAsync(request, BodyHandlers.ofString()).whenComplete((answer, failure) -> {
                outcomes.computeIfAbsent(outcome(request, answer, failure), any -> new LongAdder())
                        .increment();
                pending.arriveAndDeregister();
            });
        }
        Duration sent = Duration.ofNanos(System.nanoTime() - begun);
        pending.arriveAndAwaitAdvance();
        return sent;
    }

    private String outcome(HttpRequest request, @Nullable HttpResponse<String> answer, @Nullable Throwable failure) {
        if (answer == null) {
            return String.valueOf(failure);
        }
        boolean whole = answer.body().equals(request.method().equals("POST") ? BODY : "");
        return answer.statusCode() + (whole ? "" : " with another body: " + answer.body());
    }
}
