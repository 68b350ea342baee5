package dev.pawse.cli.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassArchiveTest {
    @TempDir
    Path directory;

    private final Instant now = Instant.now();
    private Path java = Path.of("");
    private Path home = Path.of("");
    private Path archive = Path.of("");

    @BeforeEach
    void twoFolders() throws IOException {
        java = Files.createDirectory(directory.resolve("java"));
        home = directory.resolve("pawse");
        Files.createDirectories(home.resolve("bin"));
        Files.createFile(home.resolve("bin/pawse"));
        archive = archive(home, java, "2-17");
    }

    @Test
    void ofTwoWhoMissItOneMakesIt() throws IOException {
        assertThat(ClassArchive.beginAttempt(archive, now)).isTrue();
        assertThat(ClassArchive.beginAttempt(archive, now)).isFalse();
    }

    @Test
    void anAttemptThatCameToNothingIsRepeatedAnHourLater() throws IOException {
        ClassArchive.beginAttempt(archive, now);

        assertThat(ClassArchive.beginAttempt(archive, now.plus(Duration.ofMinutes(50))))
                .isFalse();
        assertThat(ClassArchive.beginAttempt(archive, now.plus(Duration.ofMinutes(70))))
                .isTrue();
        assertThat(ClassArchive.beginAttempt(archive, now.plus(Duration.ofMinutes(20))))
                .isFalse();
    }

    @Test
    void whatNobodyWillUseAgainIsRemoved() throws IOException {
        Path older = make(archive(home, java, "1-17"));
        Path otherJava = make(archive(home, Files.createDirectory(directory.resolve("other java")), "1-25"));
        Path javaIsGone = make(archive(home, directory.resolve("java that is gone"), "1-11"));
        Path pawseIsGone = make(archive(directory.resolve("pawse that is gone"), java, "1-17"));
        make(archive);

        Leftovers.remove(archive);

        assertThat(archive).exists();
        assertThat(otherJava).exists();
        assertThat(older).doesNotExist();
        assertThat(javaIsGone).doesNotExist();
        assertThat(pawseIsGone).doesNotExist();
        assertThat(pawseIsGone.getParent()).doesNotExist();
    }

    @Test
    void onesOwnIsForOneselfAloneAndThatOfAnInstallationForEverybody() throws IOException {
        ClassArchive.makeFolder(archive);
        Path shared = directory.resolve("shared/archive/+/java/2-17.jsa");
        ClassArchive.makeSharedFolder(shared);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive.getParent())))
                .isEqualTo("rwx------");
        for (String folder : List.of("shared", "shared/archive", "shared/archive/+/java")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(folder))))
                    .isEqualTo("rwxr-xr-x");
        }
    }

    private Path archive(Path pawse, Path java, String versions) {
        return directory.resolve("cache/pawse/start" + pawse + "/+" + java).resolve(versions + ".jsa");
    }

    private static Path make(Path archive) throws IOException {
        ClassArchive.makeFolder(archive);
        return Files.createFile(archive);
    }
}
