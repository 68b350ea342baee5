package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class DoctorTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.put("HOME", directory.toString());
        pawse.platform.add("shop");
    }

    @Test
    void whatIsRightIsALineEach() {
        var result = pawse.run("doctor", "-a", "shop");

        assertThat(result.code()).as(result.out()).isZero();
        assertThat(result.out().lines())
                .anyMatch(line -> line.startsWith("ok    configuration: "))
                .contains("ok    test credentials: none are needed")
                .anyMatch(line -> line.startsWith("ok    test platform: answers after "))
                .contains("ok    test app: shop is running", "ok    test permission: ps");
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void aProviderThatNeedsNoCredentialsIsLookedAtWhereThereAreSettingsForIt() throws IOException {
        pawse.environment.remove("PROVIDER_NAME");
        pawse.environment.put(
                "PROVIDER_LOCAL_FILE",
                Files.writeString(directory.resolve("apps.yml"), "apps: {}\n").toString());

        assertThat(pawse.run("doctor").out().lines()).contains("ok    local credentials: none are needed");
    }

    @Test
    void aClockThatIsRightAndTheWayToARealApiAreTold() {
        try (FakeHeroku heroku = FakeHeroku.start()) {
            pawse.environment.putAll(heroku.environment("heroku"));
            pawse.environment.put("PROVIDER_NAME", "heroku");

            assertThat(pawse.run("doctor").out().lines())
                    .contains("ok    heroku clock: agrees with the platform's")
                    .contains("ok    heroku credentials: PROVIDER_HEROKU_API_TOKEN");

            pawse.environment.put("PROVIDER_HEROKU_API_TOKEN", "wrong");
            var refused = pawse.run("doctor");

            assertThat(refused.code()).isEqualTo(4);
            assertThat(refused.out()).contains("fail  heroku platform: ").contains("Try: pawse auth login heroku");
        }
    }

    @ParameterizedTest
    @CsvSource({"7230, 2h\\d*s? behind", "-3630, 1h\\d+s ahead of"})
    void aClockThatIsWrongIsTold(long seconds, String what) {
        try (FakeHeroku heroku = FakeHeroku.start();
                SkewedApi skewed = SkewedApi.before(heroku.api(), Duration.ofSeconds(seconds))) {
            pawse.environment.putAll(heroku.environment("heroku"));
            pawse.environment.put("PROVIDER_HEROKU_API_URL", skewed.address());
            pawse.environment.put("PROVIDER_NAME", "heroku");

            var result = pawse.run("doctor");

            assertThat(result.code()).as(result.out()).isZero();
            assertThat(result.out())
                    .containsPattern("warn  heroku clock: is " + what + " the platform's")
                    .contains("Try: set the clock");

            pawse.environment.put("PROVIDER_HEROKU_API_TOKEN", "wrong");
            assertThat(pawse.run("doctor").out())
                    .as("the clock may be why")
                    .contains("warn  heroku clock: is ", "fail  heroku platform: ");
        }
    }

    @Test
    void whatWouldChangeSomethingIsNotAskedAndSaidSo() {
        assertThat(pawse.run("doctor", "-a", "shop").out().lines())
                .contains(
                        "ok    test permission: not asked, as they would change something: start, stop, scale, config set,"
                                + " releases rollback, run, shell, db dump, db load; \"pawse doctor iam -a test:shop\" prints what"
                                + " they need");
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void aMissingPermissionNamesThePolicyThatHelps() {
        pawse.platform
                .faults()
                .on(Operation.PROCESSES)
                .fail(new PawseException(Reason.FORBIDDEN, "access denied: ecs:ListTasks"));

        var result = pawse.run("doctor", "-a", "shop", "--json");

        assertThat(result.code()).isEqualTo(4);
        JsonNode failed = failed(result.json());
        assertThat(failed.toString())
                .isEqualTo("{\"check\":\"permission\",\"provider\":\"test\",\"status\":\"fail\","
                        + "\"text\":\"access denied: ecs:ListTasks\","
                        + "\"hint\":\"pawse doctor iam --for \\\"ps\\\" -a test:shop\"}");
    }

    @Test
    void aPlatformThatIsAwayIsToldAndEndsWithOne() {
        pawse.platform.faults().on(Operation.APP).fail(new PawseException(Reason.UNAVAILABLE, "no route to host"));

        var result = pawse.run("doctor");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("fail  test platform: no route to host")
                .contains("HTTPS_PROXY");
    }

    @Test
    void aWrongConfigurationIsToldAndNothingElseLookedAt() throws IOException {
        Files.writeString(directory.resolve("pawse.yml"), "rules:\n  - patern: shop\n");

        var result = pawse.run("doctor");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .startsWith("fail  configuration: ")
                .contains("patern")
                .hasLineCount(2);
    }

    @Test
    void credentialsThatEndedAreToldBeforeTheyAreTried() {
        pawse.platform = FakeProvider.builder("test")
                .credentials(
                        new CredentialSource("~/.test", pawse.clock.instant().minus(Duration.ofHours(1))))
                .build();

        var result = pawse.run("doctor");

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.out()).contains("fail  test credentials: ~/.test: ended");
    }

    @Test
    void whereNobodyIsLoggedInItIsSaidHow() {
        pawse.environment.remove("PROVIDER_NAME");

        var result = pawse.run("doctor");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("warn  credentials: there is no provider to which you are logged in");
    }

    @Test
    void anAppThatIsNotThereFails() {
        var result = pawse.run("doctor", "-a", "nobody");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("fail  app: there is no app nobody on test");
    }

    private static JsonNode failed(JsonNode checks) {
        for (JsonNode check : checks) {
            if (check.get("status").asString().equals("fail")) {
                return check;
            }
        }
        throw new AssertionError(checks);
    }
}
