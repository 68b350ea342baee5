package dev.pawse.local;

import static dev.pawse.local.LocalFixture.DEADLINE;
import static dev.pawse.local.LocalFixture.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Shell.Request;
import dev.pawse.spi.capability.Shell.Session;
import dev.pawse.spi.capability.Shell.Window;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Shells on a terminal; script(1) is part of every Linux. */
@EnabledOnOs(OS.LINUX)
final class LocalTerminalTest {
    @TempDir
    Path folder;

    private LocalFixture fixture;
    private Shell shell;

    @BeforeEach
    void open() {
        fixture = new LocalFixture(folder);
        shell = fixture.open("apps: { shop: { processes: { web: { command: exec sleep 60 } } } }")
                .require(Shell.class);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aShellRunsOnTheTerminalThatWasOffered() throws IOException {
        try (Session session = shell.openShell(id("shop"), request(new Window(100, 30)))) {
            assertThat(session.hasTerminal()).isTrue();

            type(session, "stty size\r");
            readUntil(session, "30 100");
            session.resize(new Window(120, 40));
            type(session, "stty size\r");
            readUntil(session, "40 120");
            type(session, "exit 5\r");

            assertThat(session.exitCode(DEADLINE)).hasValue(5);
        }
    }

    @Test
    void ctrlCInterruptsWhatRunsAndNotTheShell() throws IOException {
        try (Session session = shell.openShell(id("shop"), request(new Window(80, 24)))) {
            // The command itself tells that it has begun: before that, the shell may still be the terminal's
            // foreground.
            type(session, "sh -c 'echo begun-$((1+1)); exec sleep 600'\r");
            readUntil(session, "begun-2");
            type(session, "\u0003");
            type(session, "exit 6\r");

            assertThat(session.exitCode(DEADLINE)).hasValue(6);
        }
    }

    @Test
    void argumentsArriveAsTheyWereGiven() throws IOException {
        Request request = request(new Window(80, 24), "printf", "<%s>", "a  b", "it's", "$HOME", "two\nlines");
        try (Session session = shell.openShell(id("shop"), request)) {
            assertThat(new String(session.output().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("<a  b><it's><$HOME><two\r\nlines>");
        }
    }

    @Test
    void closingEndsWhatRunsThere() throws IOException {
        Session session =
                shell.openShell(id("shop"), request(new Window(80, 24), "sh", "-c", "echo $$ >> pids; exec sleep 600"));
        List<Long> pids = fixture.pids("pids", 1);

        session.close();

        LocalFixture.assertGone(pids);
    }

    @Test
    void nothingIsOfferedWhereNothingWasAsked() {
        try (Session session = shell.openShell(id("shop"), request(null, "true"))) {
            assertThat(session.hasTerminal()).isFalse();
        }
    }

    private static Request request(@Nullable Window window, String... command) {
        return new Request(List.of(command), null, Map.of(), null, window);
    }

    private static void type(Session session, String keys) throws IOException {
        session.input().write(keys.getBytes(StandardCharsets.UTF_8));
        session.input().flush();
    }

    private static void readUntil(Session session, String text) throws IOException {
        InputStream output = session.output();
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(text) < 0) {
            int next = output.read();
            assertThat(next).as("the output ends after " + seen).isNotNegative();
            seen.append((char) next);
        }
    }
}
