package dev.pawse.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.testkit.Background;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UrgencyTest {
    @Test
    void aThreadThatSaysNothingActsForAPerson() {
        assertThat(Urgency.current()).isEqualTo(Urgency.COMMAND);
    }

    @Test
    void anUrgencyHoldsForItsTaskAndForThatThreadOnly() {
        List<Urgency> seen = new ArrayList<>();

        Urgency.SWEEP.run(() -> {
            seen.add(Urgency.current());
            seen.add(Urgency.WAKE.call(Urgency::current));
            seen.add(Urgency.current());
            seen.add(Background.call(Urgency::current).join());
        });

        assertThat(seen).containsExactly(Urgency.SWEEP, Urgency.WAKE, Urgency.SWEEP, Urgency.COMMAND);
        assertThat(Urgency.current()).isEqualTo(Urgency.COMMAND);
    }

    @Test
    void aTaskThatFailsLeavesNothingBehind() {
        assertThatThrownBy(() -> Urgency.WAKE.run(() -> {
                    throw new IllegalStateException("on purpose");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(Urgency.current()).isEqualTo(Urgency.COMMAND);
    }
}
