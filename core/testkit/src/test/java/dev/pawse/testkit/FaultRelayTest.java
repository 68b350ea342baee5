package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class FaultRelayTest {
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
                    socket.getInputStream().transferTo(socket.getOutputStream());
                }
            });
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
