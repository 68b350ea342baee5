package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class RedisServerTest {
    @Test
    void itAnswersFromTheFirstMoment() {
        try (RedisServer server = RedisServer.start()) {
            assertThat(server.command("SET", "greeting", "ünïcødé ✓")).isEqualTo("OK");
            assertThat(server.command("GET", "greeting")).isEqualTo("ünïcødé ✓");
            assertThat(server.command("INCR", "count")).isEqualTo(1L);
            assertThat(server.command("MGET", "count", "nothing"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .containsExactly("1", null);
            assertThatThrownBy(() -> server.command("LPOP", "count"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("WRONGTYPE");
        }
    }

    @Test
    void nothingOfItIsLeftOnceItIsClosed() {
        RedisServer server = RedisServer.start();
        Path folder = folder(server);
        ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();

        server.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(folder).doesNotExist();
    }

    @Test
    void aRestartKeepsThePortAndWhatItHeldUnlessItShallBeEmpty() {
        try (RedisServer server = RedisServer.start()) {
            server.command("SET", "key", "value");
            int port = server.port();

            server.restart();
            assertThat(server.command("GET", "key")).isEqualTo("value");

            server.restartEmpty();
            assertThat(server.command("GET", "key")).isNull();
            assertThat(server.port()).isEqualTo(port);
        }
    }

    @Test
    void whileItIsPausedItTakesConnectionsAndAnswersNothing() throws IOException {
        try (RedisServer server = RedisServer.start()) {
            server.pause();
            try (RespClient client = RespClient.connect(server.host(), server.port(), Duration.ofMillis(100))) {
                assertThatThrownBy(() -> client.command("PING")).isInstanceOf(SocketTimeoutException.class);
            }

            server.resume();

            assertThat(server.command("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void aStoppedOneRefusesConnectionsUntilItRunsAgain() {
        try (RedisServer server = RedisServer.start()) {
            server.stop();
            assertThatThrownBy(() -> server.command("PING")).hasCauseInstanceOf(ConnectException.class);

            server.again();

            assertThat(server.command("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void aPasswordAndUsersAreAsked() throws IOException {
        try (RedisServer server = RedisServer.with()
                        .password("a \"secret\"")
                        .user("pawse", "other", "~pawse:* +get")
                        .start();
                RespClient client = RespClient.connect(server.host(), server.port(), Duration.ofSeconds(5))) {
            assertThatThrownBy(() -> client.command("GET", "pawse:a")).hasMessageStartingWith("NOAUTH");

            client.command("AUTH", "pawse", "other");

            assertThat(client.command("GET", "pawse:a")).isNull();
            assertThatThrownBy(() -> client.command("GET", "other")).hasMessageStartingWith("NOPERM");
            assertThat(server.command("GET", "other")).isNull();
        }
    }

    @Test
    void aReplicaHasWhatThePrimaryHasAndRefusesToBeWritten() {
        try (RedisServer primary = RedisServer.start();
                RedisServer replica = RedisServer.with().replicaOf(primary).start()) {
            primary.command("SET", "key", "value");

            Eventually.holds(
                    "the replica has the value",
                    Duration.ofSeconds(30),
                    () -> "value".equals(replica.command("GET", "key")));
            assertThatThrownBy(() -> replica.command("SET", "key", "other")).hasMessageStartingWith("READONLY");
        }
    }

    @Test
    void itListensWithTlsWhereThatIsAsked(@TempDir Path folder) {
        ServerCertificate certificate = ServerCertificate.make(folder, "dns:localhost");
        try (RedisServer server = RedisServer.with().tls(certificate).start()) {
            assertThat(server.tlsPort()).isPositive().isNotEqualTo(server.port());
            assertThat(certificate.certificate()).content().startsWith("-----BEGIN CERTIFICATE-----");
        }
    }

    @Test
    void aWrongLineOfConfigurationIsToldWithTheServersWords() {
        assertThatThrownBy(() -> RedisServer.with().config("no-such-line", "1").start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no-such-line");
    }

    @Test
    void aServerDiesWithTheProcessThatStartedIt(@TempDir Path folder) throws IOException {
        Path ofServer = Files.createDirectory(folder.resolve("server"));
        GuardedProcess guarded = GuardedProcess.start(List.of("sleep", "60"), ofServer, folder.resolve("log"));
        try {
            guarded.startersEnd();

            Eventually.holds("the server has ended", Duration.ofSeconds(30), () -> !guarded.isAlive());
            Eventually.holds("its folder is gone", Duration.ofSeconds(30), () -> !Files.exists(ofServer));
        } finally {
            guarded.close();
        }
    }

    private static Path folder(RedisServer server) {
        return server.command("CONFIG", "GET", "dir") instanceof List<?> answer
                ? Path.of(String.valueOf(answer.get(1)))
                : Path.of("");
    }
}
