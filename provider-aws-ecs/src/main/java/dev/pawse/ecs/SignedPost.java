package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.net.URI;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/** Makes requests, signed as AWS wants it, of what no client of the SDK at hand asks for. */
final class SignedPost {
    private SignedPost() {}

    /**
     * A request that is accepted for some minutes.
     *
     * @param service the service's name in signatures, e.g. {@code logs}
     * @param headers those besides the content's type and what the signature adds
     * @throws PawseException {@link Reason#UNAUTHORIZED} when there are no credentials
     */
    static Request of(
            AwsClients clients, String service, URI address, MediaType type, Map<String, String> headers, byte[] body) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(address.resolve("/"))
                .putHeader("Content-Type", type.toString());
        headers.forEach(request::putHeader);
        try {
            SignedRequest signed = AwsV4HttpSigner.create()
                    .sign(sign -> sign.identity(clients.credentials().resolveCredentials())
                            .request(request.build())
                            .payload(ContentStreamProvider.fromByteArray(body))
                            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                            .putProperty(
                                    AwsV4HttpSigner.REGION_NAME,
                                    clients.region().id()));
            Request.Builder made =
                    new Request.Builder().url(address.resolve("/").toString()).post(RequestBody.create(body, type));
            signed.request().forEachHeader((name, values) -> {
                if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
                    values.forEach(value -> made.header(name, value));
                }
            });
            return made.build();
        } catch (SdkException e) {
            throw new PawseException(Reason.UNAUTHORIZED, "aws gave no credentials: " + e.getMessage(), e);
        }
    }
}
