package dev.pawse.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PortsTest {
    @Test
    void noPortIsGivenTwiceAndNoneThatSystemsGiveToOutgoingConnections() {
        Ports ports = new Ports();
        Set<Integer> given = new HashSet<>();
        for (int number = 0; number < 200; number++) {
            given.add(ports.take());
        }

        assertThat(given).hasSize(200).allMatch(port -> port >= 20_000 && port < 30_000);
    }

    @Test
    void aPortOnWhichSomebodyListensIsNotFree() throws IOException {
        Ports ports = new Ports();
        int taken = ports.take();

        try (ServerSocket listener = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
            assertThat(listener.isBound()).isTrue();
            assertThat(Ports.isFree(taken)).isFalse();
        }
    }
}
