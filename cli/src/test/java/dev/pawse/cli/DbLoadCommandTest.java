package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.Reason;
import dev.pawse.testkit.FakeDatabase;
import dev.pawse.testkit.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pawse db load}: nothing is replaced that was not backed up and named. */
final class DbLoadCommandTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;
    private FakeDatabase main;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        main = pawse.addDatabase();
    }

    @Test
    void aLoadBacksUpFirstAndNeedsTheAppsName() throws IOException {
        Files.writeString(directory.resolve("new.dump"), "dump of\ncups");
        pawse.terminal = new Terminal(true, false, false, 0);
        pawse.input = "shop\n";
        pawse.run("db", "dump", "old.dump", "-a", "shop");
        pawse.clock.advance(Duration.ofMinutes(90));

        var result = pawse.run("db", "load", "new.dump", "-a", "shop");

        Path backup = directory.resolve("shop-main-before-load-20260901T133000Z.dump");
        assertThat(result.code()).isZero();
        assertThat(main.content()).isEqualTo("cups");
        assertThat(backup).hasContent("dump of\nteapots");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        assertThat(result.err()).startsWith("""
                This replaces all that is in a database:
                  app            test/shop
                  database       main, postgresql 16.4, 7 B
                  by             new.dump, 12 B
                  newest backup  b1 on the platform, 1h30m old, 15 B
                  before that    a backup to shop-main-before-load-20260901T133000Z.dump
                To go on, type the app's name, shop:""");
        assertThat(result.out())
                .isEqualTo("Loaded main of shop from new.dump: 12 B in 0s. What was there before is in"
                        + " shop-main-before-load-20260901T133000Z.dump.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes\n", "\n", "", "shpo\n"})
    void anyOtherAnswerChangesNothing(String answer) throws IOException {
        Files.writeString(directory.resolve("new.dump"), "dump of\ncups");
        pawse.terminal = new Terminal(true, false, false, 0);
        pawse.input = answer;

        var result = pawse.run("db", "load", "new.dump", "-a", "shop");

        assertThat(result.code()).isEqualTo(10);
        assertUnchanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " --yes", " --confirm blog"})
    void withoutAnybodyToAskTheAppHasToBeNamed(String flags) throws IOException {
        Files.writeString(directory.resolve("new.dump"), "dump of\ncups");

        var result = pawse.run(("db load new.dump -a shop" + flags).split(" ", -1));

        assertThat(result.code()).isEqualTo(10);
        assertThat(result.err()).contains("nothing was changed");
        assertUnchanged();
    }

    @Test
    void aScriptLoadsFromItsInput() {
        pawse.input = "dump of\ncups";

        var result = pawse.run("db", "load", "-", "-a", "shop", "--confirm", "shop", "--no-backup", "--json");

        assertThat(main.content()).isEqualTo("cups");
        assertThat(result.json().toString())
                .isEqualTo("{\"database\":\"main\",\"bytes\":12,\"backup\":null,\"durationMs\":0,\"dryRun\":false}");
        assertThat(pawse.platform.count(Operation.DUMP_DATABASE)).isZero();
    }

    @Test
    void withoutABackupNothingIsLoaded() throws IOException {
        Files.writeString(directory.resolve("new.dump"), "dump of\ncups");
        pawse.platform.faults().on(Operation.DUMP_DATABASE).fail(Reason.UNAVAILABLE);

        var result = pawse.run("db", "load", "new.dump", "-a", "shop", "--confirm", "shop");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err())
                .contains("the backup failed, nothing was changed")
                .contains("--no-backup");
        assertThat(main.content()).isEqualTo("teapots");
        assertThat(pawse.platform.count(Operation.LOAD_DATABASE)).isZero();
    }

    @Test
    void aLoadThatFailsSaysHowToGoBack() throws IOException {
        Files.writeString(directory.resolve("new.dump"), "this is no dump");

        var result = pawse.run("db", "load", "new.dump", "-a", "shop", "--confirm", "shop");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("this is no dump of a database")
                .contains("to go back: pawse db load shop-main-before-load-20260901T120000Z.dump --database main"
                        + " -a test:shop");
    }

    @Test
    void ofSeveralDatabasesTheOneToReplaceIsNamed() throws IOException {
        Files.writeString(directory.resolve("new.dump"), "dump of\ncups");
        FakeDatabase second = pawse.platform.fake("shop").addDatabase("second");

        var unnamed = pawse.run("db", "load", "new.dump", "-a", "shop", "--confirm", "shop");
        assertThat(unnamed.code()).isEqualTo(2);
        assertThat(unnamed.err()).contains("shop has 2 databases: main, second");

        pawse.run("db", "load", "new.dump", "-a", "shop", "--confirm", "shop", "--database", "second");
        assertThat(second.content()).isEqualTo("cups");
        assertThat(main.content()).isEqualTo("teapots");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing.dump", "empty.dump", "."})
    void whatIsNoDumpIsRefusedBeforeAnybodyIsAsked(String file) throws IOException {
        Files.createFile(directory.resolve("empty.dump"));

        assertThat(pawse.run("db", "load", file, "-a", "shop", "--confirm", "shop")
                        .code())
                .isEqualTo(2);
        assertThat(pawse.platform.calls()).isEmpty();
    }

    @Test
    void aDryRunShowsThePlanAndChangesNothing() throws IOException {
        Files.writeString(directory.resolve("new.dump"), "dump of\ncups");

        assertThat(pawse.run("db", "load", "new.dump", "-a", "shop", "--dry-run")
                        .out())
                .isEqualTo("Would load main of shop from new.dump.\n");
        assertThat(pawse.run("db", "dump", "-a", "shop", "--dry-run").out())
                .isEqualTo("Would dump main of shop to shop.dump.\n");
        assertThat(pawse.run("db", "load", "new.dump", "-a", "shop", "--dry-run", "-j")
                        .json()
                        .get("dryRun")
                        .asBoolean())
                .isTrue();
        assertUnchanged();
    }

    private void assertUnchanged() throws IOException {
        assertThat(main.content()).isEqualTo("teapots");
        assertThat(pawse.platform.writes()).isZero();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()).toList())
                    .isEqualTo(List.of("new.dump"));
        }
    }
}
