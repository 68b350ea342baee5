package dev.pawse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class CommandEndTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final CommandEnd end = new CommandEnd();

    @Test
    void whatIsToldFirstCounts() {
        assertThat(end.isTold()).isFalse();
        assertThat(end.exited(7)).isTrue();
        assertThat(end.exited(0)).isFalse();
        assertThat(end.failed(new PawseException(Reason.UNAVAILABLE, "lost"))).isFalse();

        assertThat(end.await(LONG)).hasValue(7);
        assertThat(end.isTold()).isTrue();
    }

    @Test
    void whoWaitsHearsOfTheEnd() throws Exception {
        FutureTask<Integer> waiter = new FutureTask<>(() -> end.await(LONG).orElseThrow());
        Thread thread = new Thread(waiter);
        thread.start();

        end.exited(3);

        assertThat(waiter.get()).isEqualTo(3);
    }

    @Test
    void aFailureIsThrownAsItIs() {
        PawseException lost = new PawseException(Reason.UNAVAILABLE, "the connection was lost");
        end.failed(lost);

        assertThatThrownBy(() -> end.await(LONG)).isSameAs(lost);
    }

    @Test
    void nothingToldIsEmptyAfterTheWait() {
        assertThat(end.await(Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void anInterruptedWaitIsEmptyAndTheThreadStillInterrupted() {
        Thread.currentThread().interrupt();

        assertThat(end.await(LONG)).isEmpty();
        assertThat(Thread.interrupted()).isTrue();
    }
}
