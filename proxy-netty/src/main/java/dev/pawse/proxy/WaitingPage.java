package dev.pawse.proxy;

import dev.pawse.core.Activity;
import dev.pawse.core.AppDirectory;
import dev.pawse.core.AppPolicy;
import dev.pawse.core.Pawse;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person sees while an app wakes: a page that needs nothing but itself, tells how long it has taken and what went
 * wrong, and goes on by itself.
 *
 * <p>Its script asks {@link #WAIT_PATH} under the app's own host, which the proxy answers itself and never forwards. That
 * request is held until the app answers, so the page goes on at once and without asking again and again; asking the page's
 * own address instead would send the app a request that nobody meant. Without a script, a refresh in {@code noscript} does.
 *
 * <p>The policy for content allows the page's own style and script by their hashes and nothing else. All methods may be
 * called on an event loop.
 */
final class WaitingPage {
    /** The path that the proxy answers itself, for every host that leads to an app. */
    static final String WAIT_PATH = "/.well-known/pawse/wait";

    /** Below the 30 seconds after which common front routers give up on an answer. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Pawse pawse;
    private final LongSupplier nanoTime;
    private final Duration longestWait;
    private final ConcurrentHashMap<AppId, Long> since = new ConcurrentHashMap<>();

    /** @param nanoTime a monotonic clock such as {@link System#nanoTime()} */
    WaitingPage(Pawse pawse, LongSupplier nanoTime, Duration longestWait) {
        this.pawse = pawse;
        this.nanoTime = nanoTime;
        this.longestWait = longestWait;
    }

    /** Whether a request target is the path of the page's own question. */
    static boolean isWaitRequest(String target) {
        return target.startsWith(WAIT_PATH)
                && (target.length() == WAIT_PATH.length() || target.charAt(WAIT_PATH.length()) == '?');
    }

    /** Sees to it that the app wakes, and makes the page that says so. */
    FullHttpResponse show(HttpRequest request, AppId app, AppDirectory.View view) {
        wake(app, view);
        return page(request, app, null);
    }

    /** Makes the page for an app that did not wake. */
    FullHttpResponse show(HttpRequest request, AppId app, PawseException failure) {
        return page(request, app, failure);
    }

    /**
     * Answers the page's question: once the app is awake, once it failed to wake, or after a while that it still wakes. The
     * app counts as used until then. Nothing comes when the client leaves first.
     *
     * @param client whose event loop gets the answer
     * @return ends on the client's event loop, never with a failure
     */
    CompletionStage<FullHttpResponse> await(Channel client, HttpRequest request, AppId app, AppDirectory.View view) {
        CompletableFuture<FullHttpResponse> answer = new CompletableFuture<>();
        HttpMethod method = request.method();
        if (!HttpMethod.GET.equals(method) && !HttpMethod.HEAD.equals(method)) {
            FullHttpResponse refusal = ProblemResponse.of(
                    method, HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET and HEAD are of use here");
            refusal.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
            answer.complete(refusal);
            return answer;
        }
        Activity.Use use = pawse.activity().begin(app);
        // The client's leaving ends the wait without an answer, as there is nobody to give it to.
        Future<?> limit = client.eventLoop()
                .schedule(
                        () -> settle(answer, use, () -> json(method, waking(app))),
                        longestWait.toMillis(),
                        TimeUnit.MILLISECONDS);
        client.closeFuture().addListener(closed -> {
            limit.cancel(false);
            use.end();
        });
        wake(app, view)
                .whenCompleteAsync(
                        (awake, failure) -> {
                            limit.cancel(false);
                            if (client.isActive()) {
                                settle(
                                        answer,
                                        use,
                                        () -> json(method, failure == null ? ready(app) : failed(app, failure)));
                            }
                        },
                        client.eventLoop());
        return answer;
    }

    private static void settle(
            CompletableFuture<FullHttpResponse> answer,
            Activity.Use use,
            java.util.function.Supplier<FullHttpResponse> make) {
        if (!answer.isDone()) {
            use.end();
            answer.complete(make.get());
        }
    }

    private CompletionStage<App> wake(AppId app, AppDirectory.View view) {
        App awake = pawse.lifecycle().awake(app);
        if (awake != null) {
            return CompletableFuture.completedStage(awake);
        }
        AppPolicy policy = pawse.policy(app, view);
        if (policy.wake() == AppPolicy.WakeMode.NEVER || policy.ignored()) {
            return CompletableFuture.failedStage(
                    new PawseException(Reason.UNAVAILABLE, "requests do not wake this app"));
        }
        since.putIfAbsent(app, nanoTime.getAsLong());
        return pawse.lifecycle().wake(app).whenComplete((up, failure) -> since.remove(app));
    }

    private Duration elapsed(AppId app) {
        Long began = since.get(app);
        return began == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - began));
    }

    private FullHttpResponse page(HttpRequest request, AppId app, @Nullable PawseException failure) {
        Duration retry = failure == null ? RETRY_AFTER : failure.retryAfter().orElse(RETRY_AFTER);
        String html = WaitingTemplate.fill(
                app.name(), elapsed(app), retry, failure == null ? null : ProblemResponse.oneLine(failure.message()));
        FullHttpResponse answer = Answers.of(
                request.method(),
                HttpResponseStatus.SERVICE_UNAVAILABLE,
                "text/html; charset=utf-8",
                html.getBytes(StandardCharsets.UTF_8));
        answer.headers()
                .set(HttpHeaderNames.RETRY_AFTER, ProblemResponse.seconds(retry))
                .set(HttpHeaderNames.VARY, "Accept, Sec-Fetch-Mode")
                .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, WaitingTemplate.CONTENT_POLICY);
        return answer;
    }

    private static FullHttpResponse json(HttpMethod method, ObjectNode node) {
        return Answers.of(method, HttpResponseStatus.OK, ApiJson.TYPE, ApiJson.bytes(node));
    }

    private ObjectNode waking(AppId app) {
        return news("waking", elapsed(app), null, null);
    }

    private ObjectNode ready(AppId app) {
        return news("ready", elapsed(app), null, null);
    }

    private ObjectNode failed(AppId app, Throwable failure) {
        PawseException told = ProblemResponse.telling(failure);
        return news(
                "failed",
                elapsed(app),
                ProblemResponse.oneLine(told.message()),
                told.retryAfter().orElse(RETRY_AFTER));
    }

    private static ObjectNode news(
            String state, Duration elapsed, @Nullable String detail, @Nullable Duration retryAfter) {
        return ApiJson.object()
                .put("state", state)
                .put("elapsedMs", elapsed.toMillis())
                .put("detail", detail)
                .put("retryAfterMs", retryAfter == null ? null : Long.valueOf(retryAfter.toMillis()));
    }
}
