package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TransferKeyTest {
    private static final Instant NOW = Instant.parse("2026-11-22T05:00:00Z");

    @Test
    void aKeyIsReadBackFromItsAddress() {
        TransferKey key = TransferKey.of(TransferKey.DUMPS, NOW, "some.one@example.test");

        assertThat(key.key())
                .startsWith("dumps/20261122050000-some_one_example_test-")
                .endsWith(".dump");
        assertThat(TransferKey.parse("s3://bucket/" + key.key())).contains(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dumps/monday.dump",
                "uploads/20269999999999-me-00000000-1.dump",
                "other/20261122050000-me-00000000-1.dump"
            })
    void whatSomebodyElseNamedIsNobodysLeftover(String key) {
        assertThat(TransferKey.parse(key)).isEmpty();
    }

    @Test
    void whatThisProcessIsAtWorkWithIsNotAbandonedHoweverOldItIs() {
        assertThat(TransferKey.of(TransferKey.DUMPS, Instant.now(), "me").isAbandoned(NOW.plus(Duration.ofDays(9))))
                .isFalse();
    }

    @Test
    void aProcessThatBeganAfterTheTransferIsAnotherOneWithTheSameNumber() {
        TransferKey key = TransferKey.of(TransferKey.DUMPS, Instant.parse("2020-01-01T00:00:00Z"), "me");

        assertThat(key.isAbandoned(NOW)).isTrue();
    }
}
