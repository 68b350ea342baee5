package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Databases;
import dev.pawse.testkit.FakeDatabase;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Operation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DbCommandsTest {
    private static final String SHA256 = "731d20fe9ba9b94e2c59d8b1933f79b83226155c922aa0d702b38d52df4fefad";

    @TempDir
    Path directory;

    private CommandLineFixture pawse;
    private FakeDatabase main;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        main = pawse.platform.add("shop").addDatabase("main");
        main.fill("teapots");
        pawse.platform.add("blog");
    }

    @Test
    void databasesAreListed() {
        pawse.platform.fake("shop").addDatabase("replica");

        assertThat(pawse.run("db", "-a", "shop").out()).isEqualTo("""
                        DATABASE  ENGINE      VERSION  SIZE
                        main      postgresql  16.4     7 B
                        replica   postgresql  16.4     0 B
                        """);
        assertThat(pawse.run("db:list", "-a", "shop", "--json").json().get(0).toString())
                .isEqualTo("{\"database\":\"main\",\"engine\":\"postgresql\",\"version\":\"16.4\",\"bytes\":7}");
        assertThat(pawse.run("db", "list", "-a", "blog", "--json").out()).isEqualTo("[]\n");
    }

    @Test
    void theAddressIsPrintedWhereItIsAskedFor() {
        assertThat(pawse.run("db", "url", "-a", "shop").out())
                .isEqualTo("postgres://owner:main-password@127.0.0.1:5432/main\n");
        assertThat(pawse.run("db", "url", "-a", "shop", "-j").json().get("url").asString())
                .startsWith("postgres://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"db url -a blog", "db dump -a blog", "db shell -a blog", "db url -a shop --database mian"})
    void aDatabaseThatIsNotThereIsNotFound(String line) {
        var result = pawse.run(line.split(" ", -1));

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("has no database");
        assertThat(directory.resolve("blog.dump")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"db", "db url", "db dump", "db load x.dump --confirm shop", "db shell", "db shell -- select"})
    void aPlatformWithoutDatabasesSaysSo(String line) throws IOException {
        Files.writeString(directory.resolve("x.dump"), "dump of\nx");
        pawse.platform = FakeProvider.builder("test").without(Databases.class).build();
        pawse.platform.add("shop");

        pawse.environment.put("PAWSE_APP", "shop");

        var result = pawse.run(line.split(" ", -1));

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("it offers no databases");
    }

    @Test
    void aDumpIsAFileForTheUserAlone() throws IOException {
        var result = pawse.run("db", "dump", "-a", "shop");

        Path dump = directory.resolve("shop.dump");
        assertThat(dump).hasContent("dump of\nteapots");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dump)))
                .isEqualTo("rw-------");
        assertThat(directory.resolve("shop.dump.part")).doesNotExist();
        assertThat(result.out()).isEqualTo("""
                Dumped main of shop to shop.dump: 15 B in 0s.
                sha256 %s
                """.formatted(SHA256));
        assertThat(result.err()).isEqualTo("Dumping main of shop …\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db dump --keep-remote -a shop",
                "db load s3://bucket/monday.dump -a shop --confirm shop",
            })
    void whereDumpsDoNotStayNothingIsDoneWithThoseThatWould(String line) {
        var result = pawse.run(line.split(" ", -1));

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("on this platform");
        assertThat(main.content()).isEqualTo("teapots");
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void aDumpInJsonHasEveryPartOfTheContract() {
        var result = pawse.run("db", "dump", "monday.dump", "-a", "shop", "--json");

        assertThat(result.json().toString())
                .isEqualTo("{\"database\":\"main\",\"engine\":\"postgresql\",\"file\":\""
                        + directory.resolve("monday.dump") + "\",\"bytes\":15,\"sha256\":\"" + SHA256
                        + "\",\"startedAt\":\"2026-09-01T12:00:00.000Z\",\"durationMs\":0,\"remote\":null,"
                        + "\"dryRun\":false}");
    }

    @Test
    void aDumpThatIsThereIsReplacedOnlyWhereAsked() throws IOException {
        Path dump = Files.writeString(directory.resolve("shop.dump"), "precious");

        var refused = pawse.run("db", "dump", "-a", "shop");
        assertThat(refused.code()).isEqualTo(6);
        assertThat(refused.err()).contains("is there already").contains("--overwrite");
        assertThat(dump).hasContent("precious");
        assertThat(pawse.platform.count(Operation.DUMP_DATABASE)).isZero();

        assertThat(pawse.run("db", "dump", "-a", "shop", "--overwrite").code()).isZero();
        assertThat(dump).hasContent("dump of\nteapots");
    }

    @Test
    void whatAnEarlierDumpLeftBehindIsNoHindrance() throws IOException {
        Files.writeString(directory.resolve("shop.dump.part"), "half of a dump that was much longer than this one");

        assertThat(pawse.run("db", "dump", "-a", "shop").code()).isZero();
        assertThat(directory.resolve("shop.dump")).hasContent("dump of\nteapots");
    }

    @Test
    void aFailedDumpLeavesNothing() {
        pawse.platform.faults().on(Operation.DUMP_DATABASE).fail(Reason.FAILED);

        var result = pawse.run("db", "dump", "-a", "shop", "--json");

        assertThat(result.code()).isEqualTo(9);
        assertThat(result.out()).isEmpty();
        assertThat(result.error().get("code").asString()).isEqualTo("failed");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFileThatCannotBeWrittenIsSaid() {
        var result = pawse.run("db", "dump", "no/such/folder.dump", "-a", "shop");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("folder.dump.part cannot be written: NoSuchFileException");
    }

    @Test
    void aDeviceIsNotReplacedByADump() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("device"), Path.of("/dev/null"));

        var result = pawse.run("db", "dump", "device", "--overwrite", "-a", "shop");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("is no ordinary file");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void aDumpGoesToStandardOutputWithNothingElse() {
        var result = pawse.run("db", "dump", "-", "-a", "shop");

        assertThat(result.out()).isEqualTo("dump of\nteapots");
        assertThat(result.err()).contains("15 B").contains("sha256 " + SHA256);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDumpIsNotForATerminal() {
        pawse.terminal = new Terminal(false, true, false, 80);

        assertThat(pawse.run("db", "dump", "-", "-a", "shop").code()).isEqualTo(2);
    }

    @Test
    void whoReadsNoMoreOfADumpEndsItQuietly() {
        var result = pawse.run(
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                },
                "db",
                "dump",
                "-",
                "-q",
                "-a",
                "shop");

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
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

    @Test
    void anotherProcessThatDumpsToTheSameFileIsNotDisturbed() throws IOException {
        Path part = directory.resolve("shop.dump.part");
        try (FileChannel other = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = other.lock()) {
            var result = pawse.run("db", "dump", "-a", "shop");

            assertThat(lock.isValid()).isTrue();
            assertThat(result.code()).isEqualTo(6);
            assertThat(part).exists();
        }
    }

    @Test
    void sqlGoesToTheInputOfTheShellAndToNoCommandLine() {
        var result = pawse.run("db", "shell", "-a", "shop", "--", "select", "'s3cret'");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("\\set ON_ERROR_STOP on\nselect 's3cret';\n");
    }

    @Test
    void theShellReadsWhatIsPipedIntoIt() {
        pawse.input = "select 1;\n";

        assertThat(pawse.run("db", "shell", "-a", "shop").out()).isEqualTo("select 1;\n");
    }

    @Test
    void theExitCodeIsTheShells() {
        pawse.platform.fake("shop").program((request, in, out, err) -> {
            assertThat(request.command()).isEmpty();
            return 3;
        });

        assertThat(pawse.run("db", "shell", "-a", "shop", "--", "selct").code()).isEqualTo(3);
        assertThat(pawse.run("db", "shell", "-a", "blog", "--", "select").code())
                .as("our own failure")
                .isEqualTo(125);
        assertThat(pawse.run("db", "shell", "-a", "blog").code()).isEqualTo(3);
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
