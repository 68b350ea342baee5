package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PumpTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void everyByteArrivesInItsOrder() {
        byte[] bytes = new byte[100_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        ByteArrayOutputStream to = new ByteArrayOutputStream();

        Pump.start("test", new ByteArrayInputStream(bytes), to).await(LONG);

        assertThat(to.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void anInputThatIsHeldOpenIsNotWaitedForLonger() throws IOException {
        try (PipedOutputStream holder = new PipedOutputStream();
                PipedInputStream heldOpen = new PipedInputStream(holder)) {
            ByteArrayOutputStream to = new ByteArrayOutputStream();
            holder.write('x');
            holder.flush();

            Pump.start("test", heldOpen, to).await(Duration.ofMillis(1200));

            assertThat(to.size()).isEqualTo(1);
        }
    }

    @Test
    void whoTakesNoMoreIsRememberedAndTheRestIsReadAllTheSame() throws IOException {
        ByteArrayInputStream from = new ByteArrayInputStream(new byte[100_000]);
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        Pump pump = Pump.start("test", from, closed);
        pump.await(LONG);

        assertThat(pump.isUnwanted()).isTrue();
        assertThat(pump.failure()).isNull();
        assertThat(from.available()).isZero();
    }

    @Test
    void aConnectionThatBreaksIsTold() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Connection reset");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        };
        ByteArrayOutputStream to = new ByteArrayOutputStream();

        Pump pump = Pump.start("test", new SequenceInputStream(new ByteArrayInputStream(new byte[3]), broken), to);
        pump.await(LONG);

        assertThat(pump.failure()).hasMessage("Connection reset");
        assertThat(to.size()).isEqualTo(3);
    }
}
