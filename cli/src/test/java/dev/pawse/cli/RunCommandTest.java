package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Shell;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RunCommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        pawse.platform.add("shop").configVars(Map.of("GREETING", Secret.of("hello")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run -a shop -- echo one two",
                "-a shop run -- echo one two",
                "run -a shop echo one two",
                "-q run --app=shop echo one two",
            })
    void aCommandIsRunWhereverTheFlagsStand(String line) {
        var result = pawse.run(line.split(" ", -1));

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("one two\n");
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run -a shop -- echo -a -j --help --color=pink -- x",
                "run -a shop echo -a -j --help --color=pink -- x"
            })
    void theFlagsOfTheCommandAreItsOwn(String line) {
        assertThat(pawse.run(line.split(" ", -1)).out()).isEqualTo("-a -j --help --color=pink -- x\n");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "7, 7", "125, 125", "137, 137", "255, 255"})
    void theExitCodeIsTheCommands(int code, int passed) {
        var result = pawse.run("run", "-a", "shop", "--", "sh", "-c", "echo out; echo err >&2; exit " + code);

        assertThat(result.code()).isEqualTo(passed);
        assertThat(result.out()).isEqualTo("out\n");
        assertThat(result.err()).isEqualTo("err\n");
    }

    @Test
    void inputAndItsEndReachTheCommand() {
        pawse.input = "one\ntwo";

        assertThat(pawse.run("run", "-a", "shop", "--", "cat").out()).isEqualTo("one\ntwo");
    }

    @Test
    void aCommandThatReadsNothingEndsAllTheSame() {
        pawse.input = "x".repeat(1_000_000);

        assertThat(pawse.run("run", "-a", "shop", "--", "true").code()).isZero();
    }

    @Test
    void outputIsSeenWhileTheCommandRuns() throws InterruptedException {
        CountDownLatch seen = new CountDownLatch(1);
        AtomicBoolean inTime = new AtomicBoolean();
        pawse.platform.fake("shop").program((request, in, out, err) -> {
            out.write("now".getBytes(StandardCharsets.UTF_8));
            inTime.set(seen.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            return 0;
        });

        pawse.run(
                new OutputStream() {
                    @Override
                    public void write(int one) {
                        seen.countDown();
                    }
                },
                "run",
                "-a",
                "shop",
                "--",
                "report");

        assertThat(inTime).isTrue();
    }

    @Test
    void allOfTheOutputArrivesThoughItIsReadSlowly() {
        pawse.platform.fake("shop").program((request, in, out, err) -> {
            out.write(new byte[300_000]);
            return 0;
        });
        ByteArrayOutputStream got = new ByteArrayOutputStream();

        pawse.run(
                new OutputStream() {
                    @Override
                    public void write(int one) {
                        got.write(one);
                    }
                },
                "run",
                "-a",
                "shop",
                "--",
                "report");

        assertThat(got.size()).isEqualTo(300_000);
    }

    @Test
    void whenNobodyReadsTheOutputTheCommandIsEnded() {
        AtomicBoolean ended = endless();

        var result = pawse.run(
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                },
                "run",
                "-a",
                "shop",
                "--",
                "endless");

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        Eventually.holds("the end of the command", PATIENCE, ended::get);
    }

    @Test
    void aCommandThatTakesTooLongIsEnded() {
        AtomicBoolean ended = endless();

        var result = pawse.run("run", "-a", "shop", "--timeout", "100ms", "--", "endless");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.err()).contains("took longer than --timeout").contains("[timeout, exit 125]");
        Eventually.holds("the end of the command", PATIENCE, ended::get);
    }

    @Test
    void theTimeOfWaitsEndsNoCommand() {
        pawse.environment.put("PAWSE_TIMEOUT", "1ms");
        pawse.platform.fake("shop").program((request, in, out, err) -> {
            new CountDownLatch(1).await(250, TimeUnit.MILLISECONDS);
            return 4;
        });

        assertThat(pawse.run("run", "-a", "shop", "--", "migrate").code()).isEqualTo(4);
    }

    @Test
    void variablesLieOverThoseOfTheApp() {
        assertThat(pawse.run("run", "-a", "shop", "--", "printenv", "GREETING").out())
                .isEqualTo("hello\n");
        assertThat(pawse.run("run", "-a", "shop", "-e", "GREETING=a=b", "--", "printenv", "GREETING")
                        .out())
                .isEqualTo("a=b\n");
    }

    @Test
    void aVariableWithoutAValueIsTakenFromOurEnvironment() {
        pawse.environment.put("TOKEN", "s3cret");

        assertThat(pawse.run("run", "-a", "shop", "-e", "TOKEN", "--", "printenv", "TOKEN")
                        .out())
                .isEqualTo("s3cret\n");

        var missing = pawse.run("run", "-a", "shop", "-e", "NOT_SET", "--", "true");
        assertThat(missing.code()).isEqualTo(125);
        assertThat(missing.err()).contains("NOT_SET is not set");
        assertThat(pawse.run("run", "-a", "shop", "-e", "=x", "--", "true").err())
                .contains("--env: =… names no variable");
    }

    @Test
    void theSizeIsAskedFor() {
        List<Shell.Request> asked = new CopyOnWriteArrayList<>();
        pawse.platform.fake("shop").program((request, in, out, err) -> {
            asked.add(request);
            return 0;
        });

        pawse.run("run", "-a", "shop", "--size", "L", "--", "true");

        assertThat(asked.get(0).size()).isEqualTo("L");
        assertThat(asked.get(0).terminal()).isNull();
        assertThat(asked.get(0).process()).isNull();
    }

    @Test
    void aSleepingAppIsLeftAsleep() {
        pawse.platform.fake("shop").stopped();

        assertThat(pawse.run("run", "-a", "shop", "--", "true").code()).isZero();
        assertThat(pawse.platform.fake("shop").starts()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "run -- true, no app given",
        "run -a nothing -- true, there is no app nothing on test",
        "run -a shop, missing [--] COMMAND...",
        "run -a shop --szie L -- true, unknown flag --szie",
        "run -a shop --format pink -- true, 'pink' is not a format",
    })
    void ourOwnFailuresAreToldApartFromTheCommands(String line, String message) {
        var result = pawse.run(line.split(" ", -1));

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.err()).contains(message).contains("exit 125");
    }

    @Test
    void aConnectionThatBreaksIsOurFailure() {
        pawse.platform.faults().on(Operation.OPEN_SHELL).fail(Reason.UNAVAILABLE);

        var result = pawse.run("run", "-a", "shop", "--json", "--", "true");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.out()).isEmpty();
        assertThat(result.error().get("code").asString()).isEqualTo("unavailable");
        assertThat(result.error().get("exitCode").asInt()).isEqualTo(125);
    }

    @Test
    void aPlatformWithoutOneOffsSaysSo() {
        pawse.platform = FakeProvider.builder("test").without(Shell.class).build();
        pawse.platform.add("shop");

        var result = pawse.run("run", "-a", "shop", "--", "true");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("it offers no shell").contains("[unsupported, exit 5]");
    }

    @Test
    void aCommandThatIsLeftAloneIsNamedAndSeenInTheLog() {
        var result = pawse.run("run", "-a", "shop", "--detach", "--", "echo", "done");

        assertThat(result.out())
                .isEqualTo("Started echo done as run.1 of shop. What it writes: pawse logs -a test:shop --process run.1"
                        + " --tail\n");
        Eventually.holds(
                "its line in the log",
                PATIENCE,
                () -> pawse.run("logs", "-a", "shop", "--raw").out().equals("done\n"));
        assertThat(pawse.run("run", "-a", "shop", "--detach", "-j", "--", "true")
                        .json()
                        .toString())
                .isEqualTo("{\"app\":\"shop\",\"provider\":\"test\",\"process\":\"run.2\",\"command\":[\"true\"],"
                        + "\"size\":null,\"detached\":true,\"dryRun\":false}");
    }

    @Test
    void aPlatformThatCannotLeaveACommandAloneSaysSo() {
        pawse.platform
                .faults()
                .on(Operation.RUN_DETACHED)
                .fail(new PawseException(Reason.UNSUPPORTED, "commands end with the connection"));

        assertThat(pawse.run("run", "-a", "shop", "--detach", "--", "true").code())
                .isEqualTo(5);
    }

    @Test
    void aDryRunRunsNothing() {
        var result = pawse.run("run", "-a", "shop", "--dry-run", "--", "rake", "db:drop");

        assertThat(result.out()).isEqualTo("Would run rake db:drop in a new process of shop.\n");
        assertThat(pawse.platform.writes()).isZero();
        assertThat(pawse.run("run", "-a", "shop", "--dry-run", "-j", "--", "true")
                        .json()
                        .get("dryRun")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void theHelpPutsFlagsBeforeTheCommand() {
        assertThat(pawse.run("run", "--help").out()).contains("Usage: pawse run [FLAGS] [--] COMMAND...\n");
    }

    /** Writes until it is ended. */
    private AtomicBoolean endless() {
        AtomicBoolean ended = new AtomicBoolean();
        pawse.platform.fake("shop").program((request, in, out, err) -> {
            try {
                while (true) {
                    out.write('y');
                    new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
                }
            } finally {
                ended.set(true);
            }
        });
        return ended;
    }
}
