package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.testkit.ManualClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RefusedClientsTest {
    private final ManualClock clock = ManualClock.create();
    private final RefusedClients refused = new RefusedClients(clock::nanoTime);

    @Test
    void eachRefusalTakesTwiceAsLongAsTheOneBeforeUpToALimit() {
        assertThat(IntStream.range(0, 9)
                        .mapToObj(i -> refused.refused("192.0.2.1").toMillis()))
                .containsExactly(50L, 100L, 200L, 400L, 800L, 1600L, 3200L, 3200L, 3200L);
    }

    @Test
    void anotherAddressDoesNotPayForIt() {
        refused.refused("192.0.2.1");

        assertThat(refused.refused("192.0.2.2")).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void aMinuteOfPeaceForgives() {
        refused.refused("192.0.2.1");
        clock.advance(Duration.ofSeconds(61));

        assertThat(refused.refused("192.0.2.1")).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void soManyAddressesDoNotFillTheMemory() {
        refused.refused("the first");
        IntStream.range(0, RefusedClients.MOST_ADDRESSES).forEach(i -> refused.refused("address " + i));

        assertThat(refused.refused("the first")).isEqualTo(Duration.ofMillis(50));
        assertThat(refused.refused("address 500")).isEqualTo(Duration.ofMillis(100));
    }
}
