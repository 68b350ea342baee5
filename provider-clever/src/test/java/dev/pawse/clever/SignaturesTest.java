package dev.pawse.clever;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.clever.fake.FakeClever;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Logs.LogStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SignaturesTest {
    private static final AppId SHOP = new AppId("test", "shop");

    private final FakeClever platform = FakeClever.start();

    SignaturesTest() {
        platform.addApp("shop", Formation.of(Map.of("web", 1)));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void eachCallSignedByADigestIsAccepted() {
        try (Provider provider = provider(Map.of("signature", "hmac-sha512"))) {
            assertThat(provider.apps()).hasSize(1);
            provider.require(ConfigVars.class).setConfigVars(SHOP, Map.of("A.b-c", Secret.of("x")));
            platform.writeLog("shop", "hello");
            try (LogStream log = provider.require(Logs.class).openLogs(SHOP, Logs.Query.recent(1))) {
                assertThat(log.next(Duration.ofSeconds(10))).isPresent();
            }
        }
    }

    @Test
    void aWrongSecretIsUnauthorized() {
        for (String signature : new String[] {"plaintext", "hmac-sha512"}) {
            try (Provider provider = provider(Map.of("signature", signature, "secret", "wrong"))) {
                assertUnauthorized(provider, Reason.UNAUTHORIZED);
            }
        }
    }

    @Test
    void anApiTokenWorksOnItsOwnHostOnly() {
        String bridge = platform.bridge().address().toString();
        try (Provider provider = provider(Map.of("api-token", platform.apiToken(), "api-host", bridge))) {
            assertThat(provider.apps()).hasSize(1);
        }
        try (Provider provider = provider(Map.of("api-token", platform.apiToken()))) {
            assertUnauthorized(provider, Reason.FORBIDDEN);
        }
    }

    private Provider provider(Map<String, String> more) {
        return Setup.provider(platform, Clock.systemUTC(), more);
    }

    private static void assertUnauthorized(Provider provider, Reason reason) {
        assertThatThrownBy(provider::apps)
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
