package dev.pawse.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class ManualExecutorTest {
    private final ManualClock clock = ManualClock.create();
    private final Instant start = clock.instant();
    private final ManualExecutor executor = new ManualExecutor(clock);
    private final List<String> ran = new ArrayList<>();

    @Test
    void nothingRunsUntilItIsTold() {
        executor.execute(() -> ran.add("one"));

        assertThat(ran).isEmpty();
        assertThat(executor.due()).isEqualTo(1);
    }

    @Test
    void tasksRunInTheirOrderAndSoDoThoseThatTheyGive() {
        executor.execute(() -> executor.execute(() -> ran.add("three")));
        executor.execute(() -> ran.add("two"));

        assertThat(executor.runAll()).isEqualTo(3);
        assertThat(ran).containsExactly("two", "three");
    }

    @Test
    void oneTaskCanBeRunAlone() {
        executor.execute(() -> ran.add("one"));
        executor.execute(() -> ran.add("two"));

        assertThat(executor.runNext()).isTrue();
        assertThat(ran).containsExactly("one");
    }

    @Test
    void whatComesLaterWaitsForItsTime() {
        executor.schedule(() -> ran.add("later"), 10, SECONDS);

        executor.advance(Duration.ofSeconds(9));
        assertThat(ran).isEmpty();
        executor.advance(Duration.ofSeconds(1));
        assertThat(ran).containsExactly("later");
    }

    @Test
    void aTaskSeesTheTimeAtWhichItIsDue() {
        executor.schedule(() -> ran.add("at " + secondsPassed()), 10, SECONDS);
        executor.schedule(() -> ran.add("at " + secondsPassed()), 4, SECONDS);

        executor.advance(Duration.ofSeconds(60));

        assertThat(ran).containsExactly("at 4", "at 10");
        assertThat(secondsPassed()).isEqualTo(60);
    }

    @Test
    void aRateIsKeptHoweverLongATaskTakes() {
        executor.scheduleAtFixedRate(() -> slowTask(3), 5, 10, SECONDS);

        executor.advance(Duration.ofSeconds(26));

        assertThat(ran).containsExactly("at 5", "at 15", "at 25");
    }

    @Test
    void aDelayCountsFromTheEndOfATask() {
        executor.scheduleWithFixedDelay(() -> slowTask(3), 5, 10, SECONDS);

        executor.advance(Duration.ofSeconds(31));

        assertThat(ran).containsExactly("at 5", "at 18", "at 31");
    }

    @Test
    void whatIsCancelledDoesNotRun() {
        Future<?> later = executor.schedule(() -> ran.add("later"), 1, SECONDS);
        Future<?> again = executor.scheduleAtFixedRate(() -> ran.add("again"), 1, 1, SECONDS);

        later.cancel(false);
        again.cancel(false);
        executor.advance(Duration.ofSeconds(5));

        assertThat(ran).isEmpty();
        assertThat(executor.waiting()).isZero();
    }

    @Test
    void aResultIsInTheFuture() throws Exception {
        Future<String> result = executor.submit(() -> "done");

        executor.runAll();

        assertThat(result.get(0, SECONDS)).isEqualTo("done");
    }

    @Test
    void whatATaskThrowsComesOut() {
        executor.execute(() -> {
            throw new IllegalStateException("broken");
        });

        assertThatThrownBy(executor::runAll).hasMessage("broken");
    }

    @Test
    void afterTheEndNothingIsTaken() {
        executor.execute(() -> ran.add("one"));

        assertThat(executor.shutdownNow()).hasSize(1);
        assertThat(executor.isTerminated()).isTrue();
        assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    private void slowTask(int seconds) {
        ran.add("at " + secondsPassed());
        clock.advance(Duration.ofSeconds(seconds));
    }

    private long secondsPassed() {
        return Duration.between(start, clock.instant()).toSeconds();
    }
}
