package dev.pawse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BodyStreamTest {
    private static final int ROUNDS = 100;

    private final ApiServer server = ApiServer.start();
    private final Network network = Network.of(Map.of(), Duration.ofSeconds(30));
    private final JsonApi api =
            JsonApi.builder(network, "test", server.address()).build();

    @AfterEach
    void closeAll() {
        network.close();
        server.close();
    }

    @Test
    void aReaderThatIsClosedUnderSeesAnIoException() throws InterruptedException {
        server.on(
                "GET",
                "/output",
                request -> ApiReply.stream(200, "text/plain", out -> {
                    while (true) {
                        out.write('x');
                        out.flush();
                    }
                }));
        List<Throwable> surprises = new CopyOnWriteArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            BodyStream body = api.get("output").open(Duration.ofSeconds(30));
            Thread reader = new Thread(() -> readToEnd(body, surprises));
            reader.start();

            try {
                body.close();
            } catch (RuntimeException e) {
                surprises.add(e);
            }

            reader.join(30_000);
            assertThat(reader.isAlive()).as("the reader still waits").isFalse();
        }
        assertThat(surprises).isEmpty();
    }

    @Test
    void aClosedBodyIsNotRead() {
        server.on("GET", "/output", request -> ApiReply.text(200, "text/plain", "hello"));
        BodyStream body = api.get("output").open(Duration.ofSeconds(30));

        body.close();
        body.close();

        assertThatThrownBy(body::read).isInstanceOf(IOException.class);
    }

    private static void readToEnd(BodyStream body, List<Throwable> surprises) {
        try {
            byte[] piece = new byte[16];
            while (body.read(piece, 0, piece.length) >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            body.close();
        } catch (RuntimeException e) {
            surprises.add(e);
        }
    }
}
