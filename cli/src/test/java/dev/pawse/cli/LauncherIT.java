package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LauncherIT {
    @TempDir
    Path directory;

    @Test
    void itWorksThroughLinksFromAnyFolder() throws IOException {
        Path links = Files.createDirectory(directory.resolve("a folder with spaces"));
        Path absolute = Files.createSymbolicLink(
                links.resolve("pawse"), Distribution.root().resolve("bin").resolve("pawse"));
        Path relative = Files.createSymbolicLink(links.resolve("again"), Path.of("pawse"));

        assertThat(new Distribution(absolute, directory).run("--version").out()).startsWith("pawse ");
        assertThat(new Distribution(relative, directory)
                        .run("version", "--json")
                        .json()
                        .get("version")
                        .asString())
                .isEqualTo(Version.text());
    }

    @Test
    void aJavaThatIsTooOldIsPassedOver() throws IOException {
        Distribution pawse = new Distribution(directory)
                .with("JAVA_HOME", StandInJava.in(directory, "11.0.2", "exit 1").toString());

        assertThat(pawse.run("version").code()).isZero();
    }

    @Test
    void withoutAJavaItSaysWhereItLooked() throws IOException {
        Path old = StandInJava.in(directory, "11.0.2", "exit 1");
        Path older = StandInJava.in(directory, "1.8.0_402", "exit 1");

        var result = new Distribution(directory)
                .with("JAVA_HOME", old.toString())
                .with("PATH", older.resolve("bin").toString())
                .run("version");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("pawse needs Java 17 or newer")
                .contains("JAVA_HOME: " + old + "/bin/java is Java 11")
                .contains("PATH: " + older + "/bin/java is Java 8");
    }

    @Test
    void theJavaThatIsNamedIsTheOneThatRuns() {
        var result = new Distribution(directory)
                .with("PAWSE_JAVA_HOME", directory.resolve("nothing").toString())
                .run("version");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("PAWSE_JAVA_HOME: there is no ");
    }

    @Test
    void optionsOfTheUserReachJava() {
        var result = new Distribution(directory)
                .with("PAWSE_JAVA_OPTS", "-XshowSettings:properties")
                .run("version");

        assertThat(result.err()).contains("pawse.home = " + Distribution.root());
    }

    @Test
    void anArgumentArrivesAsItWasWritten() {
        var result = new Distribution(directory).run("config", "get", "a  b*", "$HOME", "-a", "x y");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("no provider given");
    }
}
