package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoggingTest {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void giveBack() {
        System.setErr(before);
    }

    @Test
    void aRecordIsOneLineWhateverItHolds() {
        Logging.ofServer("info", err);

        System.err.println("shop: GET /\r\n2026-01-01 ERROR forged \u001b[2J");

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("shop: GET /\\r\\n2026-01-01 ERROR forged \\u001b[2J\n");
    }

    @Test
    void aStackTraceKeepsItsLines() {
        Logging.ofServer("info", err);

        new IllegalStateException("no\nluck").printStackTrace(System.err);

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .startsWith("java.lang.IllegalStateException: no\\nluck")
                .element(1)
                .asString()
                .startsWith("    at dev.pawse.cli.LoggingTest.");
    }
}
