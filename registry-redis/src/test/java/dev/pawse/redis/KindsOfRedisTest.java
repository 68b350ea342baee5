package dev.pawse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Settings;
import dev.pawse.testkit.RedisServer;
import dev.pawse.testkit.ServerCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class KindsOfRedisTest {
    private static final Script COUNT = Script.of("return {redis.call('INCR', KEYS[1])}");

    @TempDir
    private Path folder;

    @Test
    void tlsIsSpokenWithWhomTheGivenAuthorityVouchesForAndWithNobodyElse() {
        ServerCertificate certificate = ServerCertificate.make(folder, "dns:localhost");
        String authority = certificate.certificate().toString();
        try (RedisServer server = RedisServer.with().tls(certificate).start()) {
            try (RedisLink link = link(Map.of("url", "rediss://localhost:" + server.tlsPort(), "ca-file", authority))) {
                assertThat(count(link)).isEqualTo(1);
            }
            // The name in the address is not the one in the certificate.
            try (RedisLink link = link(Map.of("url", "rediss://127.0.0.1:" + server.tlsPort(), "ca-file", authority))) {
                assertThatThrownBy(() -> count(link))
                        .isInstanceOf(PawseException.class)
                        .hasMessageContaining("127.0.0.1");
            }
            try (RedisLink link = link(Map.of("url", "rediss://localhost:" + server.tlsPort()))) {
                assertThatThrownBy(() -> count(link))
                        .isInstanceOf(PawseException.class)
                        .hasMessageContaining("certification path");
            }
            assertThat(server.command("GET", "pawse:count")).isEqualTo("1");
        }
    }

    @Test
    void theUserAndThePasswordMayComeFromFiles() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "se/cr@t\n");
        try (RedisServer server = RedisServer.with()
                .password("of the administrator")
                .user("pawse", "se/cr@t", "~pawse:* &pawse:* +@all")
                .start()) {
            Path url = Files.writeString(folder.resolve("url"), "redis://pawse:se%2Fcr%40t@127.0.0.1:" + server.port());
            try (RedisLink link =
                    link(Map.of("url", server.url(), "username", "pawse", "password-file", password.toString()))) {
                assertThat(count(link)).isEqualTo(1);
            }
            try (RedisLink link = link(Map.of("url-file", url.toString()))) {
                assertThat(count(link)).isEqualTo(2);
            }
            try (RedisLink link = link(Map.of("url", "redis://:wrong-one@127.0.0.1:" + server.port()))) {
                assertThatThrownBy(() -> count(link))
                        .isInstanceOf(PawseException.class)
                        .hasMessageContaining("WRONGPASS")
                        .message()
                        .doesNotContain("wrong-one");
            }
        }
    }

    /** A connection is one when the server knows who it is, and not a moment earlier; many are made because that moment is short. */
    @Test
    void theFirstCommandOfAUserIsNeverTooEarly() {
        try (RedisServer server = RedisServer.with()
                .user("pawse", "a-long-password", "~pawse:* &pawse:* +@all")
                .start()) {
            Map<String, String> settings =
                    Map.of("url", server.url(), "username", "pawse", "password", "a-long-password");
            for (int connections = 1; connections <= 300; connections++) {
                try (RedisLink link = link(settings)) {
                    assertThat(count(link)).isEqualTo(connections);
                }
            }
        }
    }

    private static RedisLink link(Map<String, String> settings) {
        return new RedisLink("registry", RedisSettings.of(Settings.of(settings)).dialer(Store.LONG), "pawse:mark");
    }

    private static long count(RedisLink link) {
        return (Long) link.run(COUNT, List.of("pawse:count"), List.of()).get(0);
    }
}
