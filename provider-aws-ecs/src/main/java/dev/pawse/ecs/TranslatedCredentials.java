package dev.pawse.ecs;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/** Keys whose absence is told with {@link dev.pawse.spi.PawseException}: the SDK asks for them before a call begins. */
record TranslatedCredentials(AwsCredentialsProvider source) implements AwsCredentialsProvider {
    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return source.resolveCredentials();
        } catch (SdkException e) {
            throw AwsErrors.translated(e, "sts", "AssumeRole");
        }
    }
}
