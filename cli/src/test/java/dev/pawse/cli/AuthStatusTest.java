package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthStatusTest {
    private static final String TOKEN = "tk-hunter2-is-secret";

    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void nothingConfigured() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.remove("PROVIDER_NAME");
    }

    @Test
    void everyKnownTypeIsTold() {
        assertThat(pawse.run("auth", "status").out().lines())
                .contains(
                        "test          needs no login",
                        "locked-cloud  not logged in to locked-cloud: set PROVIDER_LOCKED_TOKEN, or LOCKED_TOKEN as its"
                                + " own tool does")
                .anyMatch(line -> line.startsWith("local         cannot be used: PROVIDER_LOCAL_FILE"));
        assertThat(pawse.run("auth").code()).isZero();
    }

    @Test
    void theOriginOfTheCredentialsIsToldAndNeverTheCredentials() {
        loggedIn("LOCKED_TOKEN", null);

        var result = pawse.run("auth", "status", "locked-cloud", "-vv");

        assertThat(result.out()).isEqualTo("locked-cloud  logged in: LOCKED_TOKEN\n");
        assertThat(result.out() + result.err()).doesNotContain(TOKEN);
    }

    @Test
    void anExpiryIsTold() {
        Instant now = pawse.clock.instant();
        loggedIn("~/.config/locked/auth", now.plus(Duration.ofHours(3)));
        assertThat(pawse.run("auth", "status", "locked-cloud").out()).endsWith(" (in 3h)\n");

        loggedIn("~/.config/locked/auth", now.minus(Duration.ofMinutes(5)));
        var expired = pawse.run("auth", "status", "locked-cloud");

        assertThat(expired.out()).startsWith("locked-cloud  expired: ~/.config/locked/auth, until ");
        assertThat(expired.code()).isEqualTo(4);
    }

    @Test
    void aStatusInJsonLeavesNothingOut() {
        loggedIn("LOCKED_TOKEN", null);

        assertThat(pawse.run("auth", "status", "locked-cloud", "--json").json().toString())
                .isEqualTo("[{\"provider\":\"locked-cloud\",\"type\":\"locked-cloud\",\"status\":\"logged-in\","
                        + "\"source\":\"LOCKED_TOKEN\",\"expiresAt\":null,\"checked\":false,\"problem\":null}]");
    }

    @Test
    void everyConfiguredNameIsTold() {
        pawse.environment.put("PROVIDER_NAME", "work:test,play:test");

        assertThat(pawse.run("auth", "status", "-F", "tsv").out().lines())
                .extracting(line -> line.split("\t", -1)[0])
                .contains("work", "play", "locked-cloud")
                .doesNotContain("test");
    }

    @Test
    void onlyWhatIsConfiguredOrAskedForMakesTheExitCode() {
        assertThat(pawse.run("auth", "status").code()).isZero();
        assertThat(pawse.run("auth", "status", "locked-cloud").code()).isEqualTo(4);
        assertThat(pawse.run("auth", "status", "--provider", "local").code()).isEqualTo(11);

        pawse.environment.put("PROVIDER_NAME", "locked-cloud");
        assertThat(pawse.run("auth", "status").code()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "UNAUTHORIZED, 4, refused",
        "UNAVAILABLE, 7, refused",
        "FORBIDDEN, 0, logged-in",
        "NOT_FOUND, 0, logged-in"
    })
    void aCheckAsksThePlatformOnce(Reason reason, int code, String status) {
        FakeProvider platform = loggedIn("LOCKED_TOKEN", null);
        platform.faults().on(Operation.APP).fail(new PawseException(reason, "says the platform"));

        var result = pawse.run("auth", "status", "locked-cloud", "--check", "--json");

        assertThat(result.code()).isEqualTo(code);
        assertThat(result.json().get(0).get("status").asString()).isEqualTo(status);
        assertThat(result.json().get(0).get("checked").asBoolean()).isTrue();
        assertThat(platform.count(Operation.APP)).isOne();
        assertThat(platform.count(Operation.APPS)).isZero();
    }

    @Test
    void withoutACheckNobodyIsAsked() {
        FakeProvider platform = loggedIn("LOCKED_TOKEN", null);

        pawse.run("auth", "status");

        assertThat(platform.count(Operation.APP, Operation.APPS)).isZero();
    }

    @Test
    void anUnknownProviderIsRefused() {
        assertThat(pawse.run("auth", "status", "lokced-cloud").err()).contains("Similar: locked-cloud");
    }

    private FakeProvider loggedIn(String origin, @Nullable Instant expiry) {
        pawse.environment.put("LOCKED_TOKEN", TOKEN);
        FakeProvider platform = FakeProvider.builder("locked-cloud")
                .credentials(new CredentialSource(origin, expiry))
                .build();
        pawse.others.put("locked-cloud", platform);
        return platform;
    }
}
