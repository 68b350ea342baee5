package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.Reason;
import dev.pawse.testkit.FakeDatabase;
import dev.pawse.testkit.Operation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pawse db dump}: files that are whole or not there. */
final class DbDumpCommandTest {
    private static final String SHA256 = "731d20fe9ba9b94e2c59d8b1933f79b83226155c922aa0d702b38d52df4fefad";

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
}
