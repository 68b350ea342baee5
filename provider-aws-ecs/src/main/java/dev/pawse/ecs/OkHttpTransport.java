package dev.pawse.ecs;

import dev.pawse.http.Network;
import dev.pawse.http.StreamBody;
import dev.pawse.spi.Mandate;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Carries the SDK's requests over the provider's one pool of connections, so that its proxies, its trust and its time-outs are those of
 * everything else. Repeating a request is the SDK's matter alone. Calls are logged without headers and bodies, which hold credentials
 * and variables. Safe for many threads.
 */
final class OkHttpTransport implements SdkHttpClient {
    private static final Logger LOG = LoggerFactory.getLogger(OkHttpTransport.class);

    private final Lazy<OkHttpClient> client;

    /** @param network the pool of connections; it is not closed with this */
    OkHttpTransport(Network network) {
        client = new Lazy<>(
                () -> network.client().newBuilder().followRedirects(false).build());
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        Call call = client.get().newCall(translated(request));
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                // Which calls change something, only the services know: none is made any more.
                Mandate.require();
                return answer(call);
            }

            @Override
            public void abort() {
                call.cancel();
            }
        };
    }

    @Override
    public String clientName() {
        return "OkHttp";
    }

    @Override
    public void close() {
        // The pool belongs to the provider.
    }

    private static Request translated(HttpExecuteRequest from) {
        SdkHttpRequest request = from.httpRequest();
        Request.Builder to = new Request.Builder().url(request.getUri().toString());
        request.forEachHeader((name, values) -> {
            // Both are set from the address and the body, to what was signed.
            if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
                values.forEach(value -> to.addHeader(name, value));
            }
        });
        if (request.firstMatchingHeader("Accept-Encoding").isEmpty()) {
            // Otherwise OkHttp asks for gzip and unpacks it, and an object would not have the length that it was told
            // to have.
            to.header("Accept-Encoding", "identity");
        }
        String method = request.method().name();
        return to.method(method, body(method, request, from.contentStreamProvider()))
                .build();
    }

    private static @Nullable RequestBody body(
            String method, SdkHttpRequest request, Optional<ContentStreamProvider> content) {
        if (content.isEmpty()) {
            boolean wanted = method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
            return wanted ? RequestBody.create(new byte[0]) : null;
        }
        long length = request.firstMatchingHeader("Content-Length")
                .map(Long::parseLong)
                .orElse(-1L);
        return new StreamBody(content.get()::newStream, null, length);
    }

    private static HttpExecuteResponse answer(Call call) throws IOException {
        long begun = System.nanoTime();
        Response response = execute(call);
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} -> {} in {} ms",
                    named(call.request()),
                    response.code(),
                    Duration.ofNanos(System.nanoTime() - begun).toMillis());
        }
        SdkHttpResponse.Builder head = SdkHttpResponse.builder()
                .statusCode(response.code())
                .statusText(response.message())
                .headers(response.headers().toMultimap());
        ResponseBody body = response.body();
        return HttpExecuteResponse.builder()
                .response(head.build())
                .responseBody(AbortableInputStream.create(body.byteStream(), call::cancel))
                .build();
    }

    private static Response execute(Call call) throws IOException {
        try {
            return call.execute();
        } catch (IOException e) {
            LOG.debug("{} -> {}", named(call.request()), e.getClass().getSimpleName());
            throw e;
        }
    }

    /** The method, the place without what a query may hold, and the operation where a header names it. */
    private static String named(Request request) {
        String target = request.header("X-Amz-Target");
        return request.method() + " " + request.url().newBuilder().query(null).build()
                + (target == null ? "" : " " + target.substring(target.lastIndexOf('.') + 1));
    }
}
