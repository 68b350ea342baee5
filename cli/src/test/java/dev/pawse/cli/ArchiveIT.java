package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

final class ArchiveIT {
    @TempDir
    Path directory;

    private Path cache;
    private Distribution pawse;

    @BeforeEach
    void archivesAreOn() throws IOException {
        cache = Files.createDirectory(directory.resolve("a cache"));
        pawse = new Distribution(directory).with("PAWSE_ARCHIVE", "now").with("XDG_CACHE_HOME", cache.toString());
    }

    /** One test: to make an archive takes seconds. */
    @Test
    void theFirstRunHasTheArchiveMadeAndTheNextOnesUseIt() throws IOException {
        Process other = pawse.start(directory.resolve("out"), directory.resolve("err"), "version");
        assertThat(pawse.run("version").out()).startsWith("pawse ");
        await().atMost(Duration.ofMinutes(1)).until(() -> !other.isAlive());
        assertThat(files(".attempt")).hasSize(1);
        await().atMost(Duration.ofMinutes(4))
                .until(() -> files(".jsa").size() == 1 && files(".part").isEmpty());
        Path archive = files(".jsa").get(0);

        assertThat(archive.toString()).contains(Distribution.root() + "/+" + realJava());
        assertThat(Files.getPosixFilePermissions(archive.getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        await().atMost(Duration.ofMinutes(1)).until(() -> files(".attempt").isEmpty());
        assertThat(pawse.run("version").out()).contains("with an archive of classes");

        Files.delete(archive);
        Files.write(archive, new byte[] {1, 2, 3});
        Files.createFile(archive.resolveSibling(archive.getFileName() + ".attempt"));
        var broken = pawse.run("version");
        assertThat(broken.code()).isZero();
        assertThat(broken.err()).isEmpty();
        assertThat(broken.out()).startsWith("pawse ").doesNotContain("with an archive of classes");
    }

    @Test
    void whereNothingCanBeWrittenCommandsRunAllTheSame() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        for (String place : List.of(file.toString(), "/proc/nothing", "relative", "")) {
            var result = pawse.with("XDG_CACHE_HOME", place)
                    .with("HOME", file.toString())
                    .run("version");

            assertThat(result.code()).isZero();
            assertThat(result.err()).isEmpty();
        }
    }

    @Test
    void anArchiveThatIsSomebodyElsesIsNotTouched() throws IOException {
        Path archive = Files.createDirectories(cache.resolve("pawse/start" + Distribution.root() + "/+" + realJava()))
                .resolve(buildId() + "-" + Runtime.version() + ".jsa");
        Files.writeString(archive, "not ours");
        try {
            Files.setAttribute(archive, "unix:uid", 12345);
        } catch (IOException e) {
            // Only root can give files away; for others the launcher's check is the same.
            return;
        }

        assertThat(pawse.run("version").code()).isZero();

        assertThat(archive).hasContent("not ours");
        assertThat(files(".attempt")).isEmpty();
    }

    private List<Path> files(String end) throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(file -> file.toString().endsWith(end)).toList();
        }
    }

    private static Path realJava() throws IOException {
        return Path.of(System.getProperty("java.home")).toRealPath();
    }

    private static String buildId() throws IOException {
        return Files.readString(Distribution.root().resolve("lib/build-id")).strip();
    }
}
