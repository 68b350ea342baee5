package dev.pawse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class RetriesTest {
    private final Retries retries = new Retries(3, Duration.ofMillis(400), Duration.ofSeconds(20));

    @RepeatedTest(20)
    void theWaitDoublesAndIsCutByUpToHalf() {
        assertThat(retries.wait(1, Optional.empty()).orElseThrow())
                .isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(retries.wait(2, Optional.empty()).orElseThrow())
                .isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
    }

    @Test
    void theLastAttemptHasNoNext() {
        assertThat(retries.wait(3, Optional.empty())).isEmpty();
    }

    @Test
    void whatTheOtherSideAskedForIsWaitedForWhenItIsWorthIt() {
        assertThat(retries.wait(1, Optional.of(Duration.ofSeconds(9)))).contains(Duration.ofSeconds(9));
        assertThat(retries.wait(1, Optional.of(Duration.ofSeconds(21)))).isEmpty();
    }

    @Test
    void retryAfterIsReadInSecondsOnly() {
        assertThat(RetryAfter.seconds(" 12 ")).contains(12L);
        assertThat(RetryAfter.seconds("-1")).isEmpty();
        assertThat(RetryAfter.seconds("99999999")).isEmpty();
        assertThat(RetryAfter.seconds("Wed, 21 Oct 2026 07:28:00 GMT")).isEmpty();
    }
}
