package dev.pawse.clever;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.ProviderFactoryContract;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CleverProviderFactoryTest implements ProviderFactoryContract {
    @Override
    public ProviderFactory factory() {
        return new CleverProviderFactory();
    }

    @Override
    public Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("api-token", "tell-nobody-1"),
                Map.entry("token", "tell-nobody-2"),
                Map.entry("secret", "tell-nobody-3"),
                Map.entry("clever-token", "tell-nobody-4"),
                Map.entry("clever-secret", "tell-nobody-5"),
                Map.entry("consumer-key", "tell-nobody-6"),
                Map.entry("consumer-secret", "tell-nobody-7"),
                Map.entry("signature", "hmac-sha512"),
                Map.entry("credentials-file", "/no/such/file.json"),
                Map.entry("api-host", "https://api.example.com"),
                Map.entry("organisation", "Acme"),
                Map.entry("timeout", "10s"),
                Map.entry("upstream-scheme", "https"),
                Map.entry("upstream-domain", "cleverapps.io"),
                Map.entry("ssh-gateway", "ssh@gateway.example.com:22"),
                Map.entry("ssh-key", "/no/such/key"),
                Map.entry("ssh-key-passphrase", "tell-nobody-8"),
                Map.entry("ssh-known-hosts", "/no/such/known_hosts"),
                Map.entry("dump", "live"));
    }

    /** Without a login the failure is another one. */
    @Override
    public Set<String> requiredSettings() {
        return Set.of();
    }

    @Override
    public Map<String, String> wrongSettings() {
        return Map.of(
                "api-host", "not an address",
                "timeout", "0s",
                "signature", "rot13",
                "upstream-scheme", "ftp",
                "upstream-domain", "https://cleverapps.io/",
                "ssh-gateway", "gateway",
                "dump", "yesterday");
    }

    @Override
    public Set<String> secretSettings() {
        return Set.of("api-token", "token", "secret", "consumer-key", "consumer-secret", "ssh-key-passphrase");
    }

    @Test
    void withoutALoginItSaysHowToLogIn() {
        assertThatThrownBy(() -> Setup.provider(Map.of(), Clock.systemUTC(), Map.of("HOME", "/no/such/home")))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAUTHORIZED))
                .hasMessage(
                        "not logged in to clever-cloud: set CLEVER_TOKEN and CLEVER_SECRET or run \"pawse auth login"
                                + " clever-cloud\" (PROVIDER_TEST_API_TOKEN and the login of clever's own tool do as"
                                + " well)");
    }
}
