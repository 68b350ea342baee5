package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EscapeKeysTest {
    @ParameterizedTest
    @CsvSource({
        "'~.', '', true",
        "'ls\r~.', 'ls\r', true",
        "'ls\n~.more', 'ls\n', true",
        "'ls ~.', 'ls ~.', false",
        "'\r~~.', '\r~.', false",
        "'\r~x', '\r~x', false",
        "'\r~\r~.', '\r~\r', true",
        "'~', '', false",
        "'cd ~\r', 'cd ~\r', false",
        "'ünïcødé\r', 'ünïcødé\r', false",
    })
    void onlyEnterTildeDotLeaves(String typed, String passed, boolean left) throws IOException {
        byte[] keys = typed.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream atOnce = new ByteArrayOutputStream();
        ByteArrayOutputStream keyByKey = new ByteArrayOutputStream();

        assertThat(new EscapeKeys(atOnce).pass(keys, keys.length)).isEqualTo(left);
        EscapeKeys slow = new EscapeKeys(keyByKey);
        boolean leftSlowly = false;
        for (int i = 0; i < keys.length && !leftSlowly; i++) {
            leftSlowly = slow.pass(new byte[] {keys[i]}, 1);
        }

        assertThat(atOnce.toString(StandardCharsets.UTF_8)).isEqualTo(passed);
        assertThat(keyByKey.toString(StandardCharsets.UTF_8)).isEqualTo(passed);
        assertThat(leftSlowly).isEqualTo(left);
    }
}
