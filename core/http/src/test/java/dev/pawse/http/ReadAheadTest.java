package dev.pawse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Urgency;
import dev.pawse.spi.capability.Logs.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ReadAheadTest {
    /** Far longer than the test may take: nothing here waits it out. */
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void theReadersCallsAreAsUrgentAsThoseOfWhoStartedIt() throws Exception {
        CompletableFuture<Urgency> heard = new CompletableFuture<>();
        Urgency.SWEEP.run(() -> ReadAhead.start("test-log", log -> heard.complete(Urgency.current())));

        assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo(Urgency.SWEEP);
    }

    @Test
    @Timeout(60)
    void whatWasReadComesBeforeTheFailureAndTheFailureOnce() {
        try (ReadAhead log = ReadAhead.start("test-log", to -> {
            to.put(line("one"));
            throw new PawseException(Reason.FORBIDDEN, "no more");
        })) {
            assertThat(log.next(LONG)).contains(line("one"));
            assertThatThrownBy(() -> log.next(LONG)).hasMessage("no more");
            assertThat(log.next(LONG)).isEmpty();
            assertThat(log.ended()).isTrue();
        }
    }

    @Test
    @Timeout(60)
    void anErrorOfOursIsToldAndIsNotTakenForTheEnd() {
        try (ReadAhead log = ReadAhead.start("test-log", to -> {
            throw new IllegalStateException("a mistake");
        })) {
            assertThatThrownBy(() -> log.next(LONG))
                    .isInstanceOfSatisfying(
                            PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INTERNAL))
                    .hasMessageContaining("a mistake");
        }
    }

    @Test
    @Timeout(60)
    void theReaderWaitsForOneWhoTakes() {
        AtomicInteger read = new AtomicInteger();
        try (ReadAhead log = ReadAhead.start("test-log", to -> {
            while (!to.isClosed()) {
                to.put(line("line " + read.get()));
                read.incrementAndGet();
            }
        })) {
            for (int i = 0; i < 5_000; i++) {
                assertThat(log.next(LONG)).contains(line("line " + i));
            }
            assertThat(read.get()).isLessThanOrEqualTo(5_000 + 2_001);
        }
    }

    @Test
    @Timeout(60)
    void closingEndsAReadThatWaits() throws InterruptedException {
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        ReadAhead log = ReadAhead.start("test-log", to -> {
            to.reading(closed::countDown);
            waits.countDown();
            try {
                closed.await();
            } finally {
                left.countDown();
            }
        });
        waits.await();

        log.close();

        assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(log.ended()).isTrue();
        assertThat(log.next(LONG)).isEmpty();
    }

    @Test
    @Timeout(60)
    void aConnectionMadeAfterTheCloseIsEndedAtOnce() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        ReadAhead log = ReadAhead.start("test-log", to -> {
            while (!to.isClosed()) {
                Thread.onSpinWait();
            }
            to.reading(ended::countDown);
        });

        log.close();

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static LogLine line(String text) {
        return new LogLine(Instant.EPOCH, "web.1", "app", text);
    }
}
