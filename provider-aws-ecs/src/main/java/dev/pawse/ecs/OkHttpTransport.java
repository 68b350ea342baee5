package dev.pawse.ecs;

import dev.pawse.http.StreamBody;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
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
 * everything else. Repeating a request is the SDK's matter alone. Safe for many threads.
 */
final class OkHttpTransport implements SdkHttpClient {
    private final OkHttpClient client;

    /** @param shared the pool of connections; it is not closed with this */
    OkHttpTransport(OkHttpClient shared) {
        client = shared.newBuilder().followRedirects(false).build();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        Call call = client.newCall(translated(request));
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
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
        Response response = call.execute();
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
}
