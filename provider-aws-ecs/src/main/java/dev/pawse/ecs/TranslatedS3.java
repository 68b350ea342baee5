package dev.pawse.ecs;

import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * A client of S3 whose calls fail with {@link dev.pawse.spi.PawseException} alone. It stands around the SDK's, which has to see S3's own
 * answer where a bucket is in another region.
 */
final class TranslatedS3 extends DelegatingS3Client {
    TranslatedS3(S3Client client) {
        super(client);
    }

    @Override
    protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
        try {
            return operation.apply(request);
        } catch (SdkException e) {
            throw AwsErrors.translated(e, "s3", operation(request));
        }
    }

    /** A request is called like its operation. */
    private static String operation(S3Request request) {
        String name = request.getClass().getSimpleName();
        return name.substring(0, name.length() - "Request".length());
    }
}
