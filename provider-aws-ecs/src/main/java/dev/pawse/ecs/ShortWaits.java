package dev.pawse.ecs;

import java.time.Duration;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/** The SDK's way to repeat calls, except that a wait which AWS asks for and nobody would sit out ends them: the caller is told of it. */
final class ShortWaits implements RetryStrategy {
    private final RetryStrategy usual;
    private final Duration longest;

    /** @param longest the longest wait worth it */
    ShortWaits(RetryStrategy usual, Duration longest) {
        this.usual = usual;
        this.longest = longest;
    }

    @Override
    public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
        return usual.acquireInitialToken(request);
    }

    @Override
    public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
        if (request.suggestedDelay().filter(wait -> wait.compareTo(longest) > 0).isPresent()) {
            throw new TokenAcquisitionFailedException("the wait is too long", request.token(), request.failure());
        }
        return usual.refreshRetryToken(request);
    }

    @Override
    public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
        return usual.recordSuccess(request);
    }

    @Override
    public int maxAttempts() {
        return usual.maxAttempts();
    }

    /** What is repeated besides was settled where the usual way was made. */
    @Override
    public boolean useClientDefaults() {
        return false;
    }

    @Override
    public Builder<?, ?> toBuilder() {
        return usual.toBuilder();
    }
}
