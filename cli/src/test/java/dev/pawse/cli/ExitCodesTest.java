package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exit codes are a contract: what every family of commands ends with, for every way in which it can fail. */
final class ExitCodesTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void platform() throws IOException {
        pawse = new CommandLineFixture(directory);
        pawse.environment.put("PAWSE_APP", "shop");
        Files.writeString(directory.resolve("new.dump"), "rows");
        fresh();
    }

    private void fresh() {
        pawse.platform = FakeProvider.builder("test").clock(pawse.clock).build();
        pawse.platform.add("shop").configVars(Map.of("A", Secret.of("1"))).addDatabase("main");
        pawse.platform.fake("shop").history().release("first");
        pawse.platform.fake("shop").history().release("second");
    }

    @ParameterizedTest
    @CsvSource({
        "apps info, APP",
        "apps list, APPS",
        "open, APP",
        "ps, PROCESSES",
        "logs view, OPEN_LOGS",
        "stop, STOP",
        "scale web=7, SCALE",
        "restart --yes, RESTART_PROCESSES",
        "config list, CONFIG_VARS",
        "config set B=2, SET_CONFIG_VARS",
        "db list, DATABASES",
        "db url, DATABASE_URL",
        "db dump, DUMP_DATABASE",
        "db load new.dump --no-backup --confirm shop, LOAD_DATABASE",
        "builds list, BUILDS",
        "deployments, DEPLOYMENTS",
        "releases list, RELEASES",
    })
    void everyReasonOfAFailureHasItsCodeInEveryFamily(String line, Operation operation) {
        assertCodes(line, operation, ExitCode::of);
    }

    @ParameterizedTest
    @CsvSource({
        "run -- true, OPEN_SHELL",
        "shell -- true, OPEN_SHELL",
        "db shell -- select 1, OPEN_DATABASE_SHELL",
    })
    void whatPassesACommandsCodeOnHasOneOfItsOwn(String line, Operation operation) {
        assertCodes(line, operation, reason -> reason == Reason.UNSUPPORTED ? 5 : 125);
    }

    private void assertCodes(String line, Operation operation, ToIntFunction<Reason> code) {
        for (Reason reason : Reason.values()) {
            fresh();
            pawse.platform.faults().on(operation).fail(new PawseException(reason, "no luck"));

            var result = pawse.run(line.split(" ", -1));

            assertThat(result.code())
                    .as("%s: %s: %s", line, reason, result.err())
                    .isEqualTo(code.applyAsInt(reason));
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "9", "124", "137", "143", "255"})
    void aCommandsCodeIsPassedOnAsItIs(int code) {
        assertThat(pawse.run("run", "--", "sh", "-c", "exit " + code).code()).isEqualTo(code);
        assertThat(pawse.run("shell", "--", "sh", "-c", "exit " + code).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ps --nonsense",
                "config get",
                "scale web=many",
                "logs --since soon",
                "builds --limit 0",
                "db dump a b",
                "releases --limit x",
                "auth login",
                "proxy check extra",
                "report --since soon",
                "apps --status asleep",
                "open x --console"
            })
    void aMistakeInTheLineIsTwo(String line) {
        assertThat(pawse.run(line.split(" ", -1)).code()).as(line).isEqualTo(2);
        assertThat(pawse.platform.writes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config unset A",
                "db load new.dump",
                "db load new.dump --yes",
                "db load new.dump --confirm other",
                "releases rollback",
                "auth login heroku"
            })
    void whatNobodyConfirmsIsTen(String line) {
        assertThat(pawse.run(line.split(" ", -1)).code()).as(line).isEqualTo(10);
        assertThat(pawse.platform.writes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"apps", "ps", "plan", "proxy check", "proxy start", "auth status heroku"})
    void aWrongConfigurationIsEleven(String line) {
        pawse.environment.put("START_AND_STOP_MAX_IDLE_TIME", "soon");

        assertThat(pawse.run(line.split(" ", -1)).code()).as(line).isEqualTo(11);
    }

    @Test
    void whatIsSoAlreadyIsZero() {
        assertThat(pawse.run("start").code()).isZero();
        assertThat(pawse.run("stop").code()).isZero();
        assertThat(pawse.run("stop").code()).isZero();
        assertThat(pawse.run("config", "unset", "NOBODY", "--if-exists").code()).isZero();
    }
}
