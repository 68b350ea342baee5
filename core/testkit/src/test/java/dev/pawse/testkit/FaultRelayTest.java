package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class FaultRelayTest {
    /** How many bytes came to the server. */
    private final AtomicInteger served = new AtomicInteger();

    private ServerSocket echo;
    private Thread serving;
    private FaultRelay relay;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        serving = daemon(this::serve);
        relay = FaultRelay.to(echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        echo.close();
    }

    @Test
    void bytesPassInBothDirectionsAndSoDoesTheirEnd() throws IOException {
        try (Socket client = connect()) {
            byte[] much = "0123456789".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
            daemon(() -> {
                client.getOutputStream().write(much);
                client.shutdownOutput();
            });

            assertThat(client.getInputStream().readAllBytes()).isEqualTo(much);
        }
        Eventually.holds("the connection is gone", Duration.ofSeconds(30), () -> relay.connections() == 0);
    }

    @Test
    void latencyIsAddedInEachDirection() throws IOException {
        try (Socket client = connect()) {
            relay.latency(Duration.ofMillis(60));
            long began = System.nanoTime();

            for (byte i = 0; i < 10; i++) {
                client.getOutputStream().write(i);
            }
            client.getInputStream().readNBytes(10);

            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("there and back")
                    .isGreaterThanOrEqualTo(Duration.ofMillis(120));
        }
    }

    @Test
    void aLimitSlowsWhatIsUnderWay() throws IOException {
        try (Socket client = connect()) {
            relay.limit(100_000);
            long began = System.nanoTime();

            client.getOutputStream().write(new byte[10_000]);
            client.getInputStream().readNBytes(10_000);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(60));
        }
    }

    @Test
    void aStalledLineTakesConnectionsAndForwardsNothingUntilItIsHealed() throws IOException {
        try (Socket before = connect()) {
            assertThat(ask(before)).isEqualTo(7);
            relay.stall();
            try (Socket during = connect()) {
                before.setSoTimeout(50);
                during.setSoTimeout(50);
                assertThatThrownBy(() -> ask(before)).isInstanceOf(SocketTimeoutException.class);
                assertThatThrownBy(() -> ask(during)).isInstanceOf(SocketTimeoutException.class);

                relay.heal();
                before.setSoTimeout(30_000);
                during.setSoTimeout(30_000);

                assertThat(before.getInputStream().read()).isEqualTo(7);
                assertThat(during.getInputStream().read()).isEqualTo(7);
            }
        }
    }

    @Test
    void aCutResetsWhatIsOpenAlsoOnAStalledLineAndLetsNewOnesIn() throws IOException {
        try (Socket old = connect()) {
            assertThat(ask(old)).isEqualTo(7);
            relay.stall();
            old.getOutputStream().write(7);

            relay.cut();

            assertThatThrownBy(() -> old.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            assertThat(relay.connections()).isZero();
            relay.heal();
            try (Socket fresh = connect()) {
                assertThat(ask(fresh)).isEqualTo(7);
            }
        }
    }

    @Test
    void aRelayThatRefusesIsBackAtTheSamePort() throws IOException {
        int port = relay.port();
        try (Socket old = connect()) {
            assertThat(ask(old)).isEqualTo(7);

            relay.refuse();

            assertThatThrownBy(() -> old.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        }

        relay.heal();

        assertThat(relay.port()).isEqualTo(port);
        try (Socket fresh = connect()) {
            assertThat(ask(fresh)).isEqualTo(7);
        }
    }

    @Test
    void aServerThatIsAwayIsSeenAsAConnectionThatEnds() throws Exception {
        echo.close();
        // A thread that waits in accept still gets a connection that comes while the socket is closed.
        serving.join();

        try (Socket client = connect()) {
            assertThatThrownBy(() -> ask(client)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void somethingIsDoneOnceBeforeATextGoesOn() throws IOException {
        try (Socket client = connect()) {
            AtomicInteger done = new AtomicInteger();
            relay.whenSent("stop", done::incrementAndGet);

            send(client, "a stone");
            assertThat(heard(client, 7)).isEqualTo("a stone");
            assertThat(done).hasValue(0);

            send(client, "a stop");
            assertThat(heard(client, 6)).isEqualTo("a stop");
            assertThat(done).hasValue(1);

            send(client, "stop, stop");
            assertThat(heard(client, 10)).isEqualTo("stop, stop");
            assertThat(done).hasValue(1);
        }
    }

    @Test
    void aTextThatIsSentByteByByteIsFound() throws IOException {
        try (Socket client = connect()) {
            AtomicInteger done = new AtomicInteger();
            relay.whenSent("stop", done::incrementAndGet);

            for (String part : List.of("s", "to", "sto")) {
                send(client, part);
                assertThat(heard(client, part.length())).isEqualTo(part);
            }
            assertThat(done).hasValue(0);
            send(client, "p");

            assertThat(heard(client, 1)).isEqualTo("p");
            assertThat(done).hasValue(1);
        }
    }

    @Test
    void whatIsCutWhenATextIsSentDoesNotGoOn() throws IOException {
        try (Socket client = connect()) {
            relay.whenSent("stop", relay::cut);

            send(client, "stop");

            assertThatThrownBy(() -> heard(client, 4)).isInstanceOf(SocketException.class);
            assertThat(served).hasValue(0);
        }
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String heard(Socket client, int bytes) throws IOException {
        return new String(client.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static int ask(Socket client) throws IOException {
        client.getOutputStream().write(7);
        int answer = client.getInputStream().read();
        if (answer < 0) {
            throw new SocketException("the connection ended");
        }
        return answer;
    }

    private void serve() throws IOException {
        while (!echo.isClosed()) {
            Socket socket = echo.accept();
            daemon(() -> {
                try (socket) {
                    echo(socket);
                }
            });
        }
    }

    private void echo(Socket socket) throws IOException {
        byte[] buffer = new byte[8192];
        InputStream in = socket.getInputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            served.addAndGet(count);
            socket.getOutputStream().write(buffer, 0, count);
        }
    }

    private static Thread daemon(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // The other side ended.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** What a thread of the test does. */
    private interface Task {
        void run() throws IOException;
    }
}
