package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.Operation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrorsTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        pawse.platform.add("shop");
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID, 2",
        "NOT_FOUND, 3",
        "UNAUTHORIZED, 4",
        "FORBIDDEN, 4",
        "UNSUPPORTED, 5",
        "CONFLICT, 6",
        "RATE_LIMITED, 7",
        "UNAVAILABLE, 7",
        "TIMEOUT, 8",
        "FAILED, 9",
        "INTERNAL, 1",
    })
    void theExitCodeTellsTheReason(Reason reason, int code) {
        pawse.platform.faults().on(Operation.PROCESSES).fail(new PawseException(reason, "no luck"));

        var result = pawse.run("ps", "-a", "shop");

        assertThat(result.code()).isEqualTo(code);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("no luck").endsWith("[" + reason.label() + ", exit " + code + "]\n");
        assertThat(result.err().lines()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void underJsonAnErrorIsOneObjectAndTheOutputEmpty() {
        var result = pawse.run("ps", "-a", "shpo", "--json");

        assertThat(result.out()).isEmpty();
        assertThat(result.error().get("code").asString()).isEqualTo("not_found");
        assertThat(result.error().get("exitCode").asInt()).isEqualTo(3);
        assertThat(result.error().get("app").asString()).isEqualTo("shpo");
        assertThat(result.error().get("retryable").asBoolean()).isFalse();
        assertThat(result.error().get("requestId").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ps --jsno -j", "ps --json --limit", "-F json xyzzy", "ps -Fjsonl extra -a shop -x"})
    void aLineThatCannotBeReadIsAnsweredInJsonToo(String line) {
        var result = pawse.run(line.split(" ", -1));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.error().get("code").asString()).isEqualTo("usage");
    }

    @Test
    void anUnknownAppNamesTheNearestOne() {
        var result = pawse.run("ps", "-a", "shpo");

        assertThat(result.err()).isEqualTo("""
                        Error: there is no app shpo on test
                          Similar: shop
                          Try:     pawse apps
                          [not_found, exit 3]
                        """);
    }

    @Test
    void anUnknownFlagNamesTheNearestOne() {
        var result = pawse.run("ps", "--verbsoe");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("Error: unknown flag --verbsoe\n  Similar: --verbose\n");
    }

    @Test
    void aDenialNamesTheCommandWhosePolicyIsMissing() {
        pawse.platform
                .faults()
                .on(Operation.SET_CONFIG_VARS)
                .fail(new PawseException(Reason.FORBIDDEN, "access denied: x"));
        pawse.platform
                .faults()
                .on(Operation.DEPLOYMENTS)
                .fail(new PawseException(Reason.FORBIDDEN, "access denied: x"));

        assertThat(pawse.run("config", "set", "A=b", "-a", "shop").err())
                .startsWith(
                        "Error: test/shop: access denied: x (run \"pawse doctor iam --for config:set\" for the policy)\n");
        assertThat(pawse.run("deployments", "-a", "shop").err()).startsWith("Error: test/shop: access denied: x\n");
    }

    @Test
    void aStackTraceIsShownOnlyToThoseWhoAsk() {
        pawse.platform.faults().on(Operation.PROCESSES).fail(new PawseException(Reason.INTERNAL, "no luck"));

        assertThat(pawse.run("ps", "-a", "shop").err()).doesNotContain("\tat ");
        assertThat(pawse.run("ps", "-a", "shop", "-vv").err()).contains("\tat ");
    }

    @Test
    void aMessageFromElsewhereCannotSteerTheTerminal() {
        pawse.platform.faults().on(Operation.PROCESSES).fail(new PawseException(Reason.INTERNAL, "evil \u001b[2J"));

        assertThat(pawse.run("ps", "-a", "shop").err()).contains("evil \\u001b[2J");
    }

    @Test
    void aReaderWhoLeavesIsNoError() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        var result = pawse.run(closed, "apps");

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
    }

    @Test
    void aWrongConfigurationIsToldWholeWithItsOwnCode() throws IOException {
        Files.writeString(directory.resolve("pawse.yml"), "rules:\n  - patern: shop\n");
        pawse.environment.put("PORT", "many");

        var result = pawse.run("apps");

        assertThat(result.code()).isEqualTo(11);
        assertThat(result.err()).contains("patern").contains("many").contains("[invalid_config, exit 11]");
    }

    @Test
    void anArgumentThatBeginsWithAnAtSignIsItself() {
        var result = pawse.run("config", "get", "@nothing", "-a", "shop");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("@nothing");
    }

    @Test
    void aRefusalKeepsItsException() {
        PawseException cause = new PawseException(Reason.CONFLICT, "is in use");

        assertThat(Problem.of(cause).failure(cause)).hasCause(cause).hasMessage("is in use");
    }
}
