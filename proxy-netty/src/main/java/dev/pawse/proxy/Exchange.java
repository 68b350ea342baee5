package dev.pawse.proxy;

import dev.pawse.core.Activity;
import dev.pawse.core.AppDirectory;
import dev.pawse.spi.AppId;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One request with its answer, from the moment its app is known. Only its client's event loop touches it. */
final class Exchange {
    final ClientConnection client;
    final HttpRequest request;
    final AppId app;
    /** The authority under which the client knows the app, as it wrote it. */
    final String host;
    /** Whether a body follows the request's head. */
    final boolean hasBody;
    /** The options of the Connection field that are not about keeping the connection, or null. */
    final @Nullable String options;
    /** The protocol that the client wants to change to, or null. */
    final @Nullable String upgrade;
    /** The hosts and rules by which it came to its app. */
    final AppDirectory.View view;

    boolean requestComplete;
    boolean bodySent;
    boolean responseStarted;
    boolean responseComplete;
    boolean keepAlive;
    boolean retried;
    int rounds;
    int refusals;
    /** When it has been held for long enough, counted from the first time; 0 until then. */
    long holdUntil;

    @Nullable
    Upstream upstream;

    @Nullable
    UpstreamConnection connection;

    @Nullable
    Runnable onEnd;

    /** Where the answer is a stream of events. */
    @Nullable
    EventBoundary events;

    private final Activity.Use use;
    private @Nullable ArrayDeque<HttpContent> pending;
    private boolean done;

    Exchange(
            ClientConnection client,
            HttpRequest request,
            AppId app,
            String host,
            boolean hasBody,
            boolean keepAlive,
            @Nullable String options,
            @Nullable String upgrade,
            AppDirectory.View view,
            Activity.Use use) {
        this.client = client;
        this.request = request;
        this.app = app;
        this.host = host;
        this.hasBody = hasBody;
        this.requestComplete = !hasBody;
        this.keepAlive = keepAlive;
        this.options = options;
        this.upgrade = upgrade;
        this.view = view;
        this.use = use;
    }

    boolean isHead() {
        return HttpMethod.HEAD.equals(request.method());
    }

    boolean isDone() {
        return done;
    }

    /** Whether it may be sent a second time: it has no body and doing it twice is as good as once (RFC 9110 section 9.2.2). */
    boolean isRepeatable() {
        HttpMethod method = request.method();
        return !hasBody
                && upgrade == null
                && (HttpMethod.GET.equals(method)
                        || HttpMethod.HEAD.equals(method)
                        || HttpMethod.OPTIONS.equals(method)
                        || HttpMethod.PUT.equals(method)
                        || HttpMethod.DELETE.equals(method));
    }

    /** Whether nothing of it has gone where it could not be taken back from. */
    boolean isWhole() {
        return !bodySent && !responseStarted;
    }

    /** Keeps a part of the body until there is somebody to send it to. */
    void keep(HttpContent content) {
        ArrayDeque<HttpContent> parts = pending;
        if (parts == null) {
            parts = new ArrayDeque<>(2);
            pending = parts;
        }
        parts.addLast(content);
    }

    boolean hasKept() {
        return pending != null && !pending.isEmpty();
    }

    @Nullable
    HttpContent nextKept() {
        return pending == null ? null : pending.pollFirst();
    }

    /** Ends the use of the app and lets go of what was kept. Does nothing the second time. */
    void end() {
        if (done) {
            return;
        }
        done = true;
        if (pending != null) {
            pending.forEach(HttpContent::release);
            pending = null;
        }
        if (onEnd != null) {
            onEnd.run();
            onEnd = null;
        }
        use.end();
    }
}
