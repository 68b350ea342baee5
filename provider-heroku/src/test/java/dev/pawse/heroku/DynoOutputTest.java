package dev.pawse.heroku;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DynoOutputTest {
    private static final String MARK = "\uFFFF heroku-command-exit-status: ";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 64, 4096})
    void theMarkIsFoundHoweverItIsCut(int pieces) {
        DynoOutput output = new DynoOutput(false);

        String text = read(output, "ünïcødé\r\nlast\r\n" + MARK + "7\r\n", pieces);

        assertThat(text).isEqualTo("ünïcødé\nlast\n");
        assertThat(output.exitCode()).hasValue(7);
    }

    @Test
    void aPromptIsShownAtOnce() {
        DynoOutput output = new DynoOutput(true);

        assertThat(new String(accept(output, "~ $ "), StandardCharsets.UTF_8)).isEqualTo("~ $ ");
    }

    @Test
    void aTerminalsLineEndsAreLeftToIt() {
        assertThat(read(new DynoOutput(true), "one\r\ntwo\r\n" + MARK + "0\r\n", 3))
                .isEqualTo("one\r\ntwo\r\n");
    }

    @Test
    void aReturnThatEndsNoLineStays() {
        assertThat(read(new DynoOutput(false), "10%\r20%\r\r\nend\r", 1)).isEqualTo("10%\r20%\r\nend\r");
    }

    @Test
    void whatOnlyBeginsLikeAMarkIsOutput() {
        DynoOutput output = new DynoOutput(false);
        String alike = "\uFFFF heroku-command-exit-code\n\uFFFF\uFFFF heroku-command-exit-status: x\n";

        assertThat(read(output, alike, 1)).isEqualTo(alike);
        assertThat(output.exitCode()).isEmpty();
    }

    @Test
    void anOutputThatBreaksOffTellsNoCodeAndLosesNothing() {
        DynoOutput output = new DynoOutput(false);

        assertThat(read(output, "half \uFFFF heroku-com", 4)).isEqualTo("half \uFFFF heroku-com");
        assertThat(output.exitCode()).isEmpty();
    }

    @Test
    void aCodeThatTheEndCutsOffFromItsLineCounts() {
        DynoOutput output = new DynoOutput(false);

        read(output, MARK + "137", 2);

        assertThat(output.exitCode()).hasValue(137);
    }

    private static String read(DynoOutput output, String text, int pieces) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (int from = 0; from < bytes.length; from += pieces) {
            int count = Math.min(pieces, bytes.length - from);
            byte[] piece = new byte[count];
            System.arraycopy(bytes, from, piece, 0, count);
            read.writeBytes(output.accept(piece, count));
        }
        read.writeBytes(output.end());
        return read.toString(StandardCharsets.UTF_8);
    }

    private static byte[] accept(DynoOutput output, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return output.accept(bytes, bytes.length);
    }
}
