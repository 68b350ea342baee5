package dev.pawse.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.testkit.Background;
import dev.pawse.testkit.Eventually;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BytePipeTest {
    private final BytePipe pipe = new BytePipe(4);

    @Test
    void whatIsPutIsReadAndThenTheEnd() throws Exception {
        put("abc");
        pipe.end();

        assertThat(pipe.available()).isEqualTo(3);
        assertThat(pipe.readAllBytes()).asString(US_ASCII).isEqualTo("abc");
        assertThat(pipe.read()).isEqualTo(-1);
    }

    @Test
    void whoeverPutsWaitsForTheReaderOnceItIsFull() throws Exception {
        put("abcd");
        CompletableFuture<Void> waiting = Background.run(() -> putQuietly("e"));

        assertThat(pipe.read()).isEqualTo('a');
        Eventually.holds("the fifth byte is taken", Duration.ofSeconds(10), waiting::isDone);
        pipe.end();
        assertThat(pipe.readAllBytes()).asString(US_ASCII).isEqualTo("bcde");
    }

    @Test
    void whatComesAfterTheReaderHasGoneIsDropped() throws Exception {
        put("abcd");
        CompletableFuture<Void> waiting = Background.run(() -> putQuietly("e"));

        pipe.close();

        Eventually.holds("nobody waits any more", Duration.ofSeconds(10), waiting::isDone);
        assertThat(pipe.read()).isEqualTo(-1);
    }

    private void put(String text) throws InterruptedException {
        pipe.put(text.getBytes(US_ASCII), text.length());
    }

    private void putQuietly(String text) {
        try {
            put(text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
