package dev.pawse.proxy;

import dev.pawse.core.Activity;
import dev.pawse.core.AppDirectory;
import dev.pawse.spi.AppId;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what a client's request is for, the proxy itself or the app that answers under its host, and sends it there. */
final class RouteHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RouteHandler.class);
    private static final HttpResponseStatus LOOP_DETECTED = new HttpResponseStatus(508, "Loop Detected");

    private final ClientConnection client;
    private final ProxyContext context;
    private String lastHost = "";
    private @Nullable Authority lastAuthority;

    RouteHandler(ClientConnection client, ProxyContext context) {
        this.client = client;
        this.context = context;
    }

    void route(HttpRequest request) {
        Refusal refusal = RequestGuard.check(request);
        if (refusal != null) {
            refuse(request, refusal, false);
            return;
        }
        HttpHeaders headers = request.headers();
        String options = HopByHop.options(headers);
        boolean keepAlive = RequestFacts.keepsAlive(request, options) && !context.isDraining();
        BiConsumer<ChannelHandlerContext, FullHttpRequest> systemApi = context.systemApi;
        if (systemApi != null && SystemApi.isFor(request)) {
            client.begin(new SystemCall(client, request, keepAlive, systemApi));
            return;
        }
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        Authority authority = hosts.size() == 1 ? authority(hosts.get(0)) : null;
        if (authority == null) {
            refuse(request, Refusal.bad("there is not exactly one Host field with a host in it"), false);
            return;
        }
        String host = hosts.get(0);
        String absolute = RequestTarget.authority(request.uri());
        if (absolute != null) {
            // RFC 9112 section 3.2.2: the target's authority replaces the Host field.
            authority = Authority.parse(absolute);
            host = absolute;
            if (authority == null) {
                refuse(request, Refusal.bad("the request target names no host"), false);
                return;
            }
        }
        toApp(request, authority, host, options, keepAlive);
    }

    private void toApp(
            HttpRequest request, Authority authority, String host, @Nullable String options, boolean keepAlive) {
        boolean hasBody = RequestFacts.hasBody(request.headers());
        // A body that is still to come stands between this request and the next one.
        boolean stays = keepAlive && !hasBody;
        if (RequestFacts.hasBeenHere(request.headers(), context.pseudonym)) {
            refuse(request, new Refusal(LOOP_DETECTED, "this request has been here before"), stays);
            return;
        }
        // One view for the whole request: where it goes and by which rules must not come from two files.
        AppDirectory.View view = context.pawse.directory().view();
        AppId app = view.find(authority.host());
        if (app == null) {
            LOG.debug("no app is called {}", authority.host());
            refuse(
                    request,
                    new Refusal(HttpResponseStatus.MISDIRECTED_REQUEST, "no app answers under this host"),
                    stays);
            return;
        }
        if (WaitingPage.isWaitRequest(request.uri())) {
            client.answers.giveWhenAwake(request, app, view, stays);
            return;
        }
        String upgrade = RequestFacts.upgrade(request, options);
        Activity.Use use = context.pawse.activity().begin(app);
        Exchange begun = new Exchange(client, request, app, host, hasBody, keepAlive, options, upgrade, view, use);
        client.begin(begun);
        context.gate.enter(begun);
    }

    private @Nullable Authority authority(String host) {
        // The same client asks for the same host again and again.
        if (!host.equals(lastHost)) {
            lastAuthority = Authority.parse(host);
            lastHost = host;
        }
        return lastAuthority;
    }

    private void refuse(HttpRequest request, Refusal refusal, boolean stays) {
        client.answers.refuse(refusal, HttpMethod.HEAD.equals(request.method()), stays);
    }
}
