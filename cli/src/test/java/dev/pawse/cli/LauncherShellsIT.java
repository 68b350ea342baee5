package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher decides under each shell that is {@code sh} somewhere; its Java prints its arguments, one a line. */
@ParameterizedClass
@ValueSource(strings = {"dash", "bash --posix", "busybox sh", "zsh --emulate sh"})
final class LauncherShellsIT {
    private static final String PRINT = "for word in \"$@\"; do printf '<%s>\\n' \"$word\"; done";

    @TempDir
    Path directory;

    private final String shell;
    private Path java = Path.of("");
    private Distribution pawse;

    LauncherShellsIT(String shell) {
        this.shell = shell;
    }

    @BeforeEach
    void aJavaThatPrintsItsArguments() throws IOException {
        java = StandInJava.in(directory, "17.0.1", PRINT);
        pawse = with(new Distribution(directory));
    }

    @Test
    void argumentsArriveAsTheyWereWritten() {
        assertThat(pawse.run("config", "get", "a  b*", "$HOME", "", "-a", "x\ty", "it's \"\\n\"")
                        .out())
                .contains("<-Dpawse.home=" + Distribution.root() + ">\n", "<-Dpawse.tty.stdout=false>\n")
                .endsWith(
                        "<dev.pawse.cli.Main>\n<config>\n<get>\n<a  b*>\n<$HOME>\n<>\n<-a>\n<x\ty>\n<it's \"\\n\">\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy",
                "demo --port 0",
                "-a x proxy -P 80",
                "proxy start",
                "proxy:start",
                "--color always -j demo"
            })
    void whatStaysMayBeCompiled(String line) {
        assertThat(run(line)).contains("<-XX:+ExitOnOutOfMemoryError>").doesNotContain("<-XX:TieredStopAtLevel=1>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ps",
                "proxy check",
                "proxy:why x",
                "proxy -P 80 --help",
                "config get proxy",
                "-a proxy ps",
                "--app demo logs"
            })
    void whatEndsSoonIsNot(String line) {
        assertThat(run(line)).contains("<-XX:TieredStopAtLevel=1>").doesNotContain("<-XX:+ExitOnOutOfMemoryError>");
    }

    @ParameterizedTest
    @CsvSource({
        "--version, version",
        "help, 100/plain/help",
        "help config set, 100/plain/config.set",
        "config:set -h, 100/plain/config.set",
    })
    void whatTheBuildRenderedIsPrinted(String line, String file) {
        assertThat(pawse.run(line.split(" ", -1)).out()).isEqualTo(rendered(file));
    }

    @Test
    void colourAndWidthAreThoseOfTheEnvironment() {
        pawse.with("COLUMNS", "80").with("FORCE_COLOR", "1");

        assertThat(pawse.run("ps", "-h").out()).isEqualTo(rendered("80/bold/ps"));
        assertThat(pawse.with("NO_COLOR", "1").run("ps", "-h").out()).isEqualTo(rendered("80/plain/ps"));
        assertThat(pawse.with("COLUMNS", "60").run("ps", "-h").out()).endsWith("<ps>\n<-h>\n");
        assertThat(pawse.with("COLUMNS", "")
                        .with("NO_COLOR", " ")
                        .run("ps", "-h")
                        .out())
                .endsWith("<ps>\n<-h>\n");
    }

    @Test
    void aJavaThatIsTooOldIsPassedOverForTheOneOnThePath() throws IOException {
        Path old = StandInJava.in(directory, "1.8.0_402", "echo old");
        Path links = Files.createDirectory(directory.resolve("links *"));
        Files.createSymbolicLink(links.resolve("java"), Path.of("java 17"));
        Files.createSymbolicLink(links.resolve("java 17"), java.resolve("bin/java"));

        assertThat(pawse.with("PAWSE_JAVA_HOME", "")
                        .with("JAVA_HOME", old.toString())
                        .with("PATH", ":/nowhere:" + links + ":/usr/bin:/bin")
                        .run("ps")
                        .out())
                .endsWith("<ps>\n");
    }

    @Test
    void aJavaThatTellsItsVersionOnlyWhenAskedIsAsked() throws IOException {
        Path asked = StandInJava.in(
                directory, "21.0.2", "[ \"$1\" = -version ] && echo 'openjdk version \"21.0.2\" 2024' >&2 || " + PRINT);
        Files.delete(asked.resolve("release"));

        assertThat(pawse.with("PAWSE_JAVA_HOME", asked.toString()).run("ps").out())
                .endsWith("<ps>\n");
    }

    @Test
    void theJavaOfAnImageGoesBeforeThatOfTheMachine() throws IOException {
        Path image = Files.createDirectories(directory.resolve("image"));
        Files.createDirectory(image.resolve("bin"));
        Files.copy(
                Distribution.root().resolve("bin/pawse"),
                image.resolve("bin/pawse"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(java, image.resolve("java"));
        Path other = StandInJava.in(directory, "21.0.2", "echo other");
        Distribution own = with(new Distribution(image.resolve("bin/pawse"), directory));

        own.with("PAWSE_JAVA_HOME", "").with("JAVA_HOME", other.toString());
        assertThat(own.run("ps").out()).endsWith("<ps>\n");
        assertThat(own.with("PAWSE_JAVA_HOME", other.toString()).run("ps").out())
                .isEqualTo("other\n");
    }

    @Test
    void withoutAJavaItSaysWhereItLooked() {
        var result = pawse.with("PAWSE_JAVA_HOME", directory.resolve("nothing").toString())
                .run("ps");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("PAWSE_JAVA_HOME: there is no " + directory + "/nothing/bin/java\n");
    }

    @Test
    void itIsFoundThroughLinks() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("a folder"));
        Files.createSymbolicLink(folder.resolve("pawse"), Distribution.root().resolve("bin/pawse"));
        Files.createSymbolicLink(directory.resolve("again"), Path.of("a folder/pawse"));
        String found = "<-Dpawse.home=" + Distribution.root() + ">\n";

        assertThat(with(new Distribution(directory.resolve("again"), directory))
                        .with("CDPATH", "/:.")
                        .run("ps")
                        .out())
                .contains(found);
        assertThat(with(new Distribution(Path.of("again"), directory)).run("ps").out())
                .contains(found);
    }

    @Test
    void anArchiveIsUsedWhereItIsTheUsersOwn() throws IOException {
        Path cache = Files.createDirectory(directory.resolve("a cache"));
        Path archive = cache.resolve("pawse/start" + Distribution.root() + "/+" + java)
                .resolve(Files.readString(Distribution.root().resolve("lib/build-id"))
                                .strip() + "-17.0.1+7-LTS.jsa");
        pawse.with("PAWSE_ARCHIVE", "on").with("XDG_CACHE_HOME", cache.toString());

        assertThat(run("ps")).contains("<-Dpawse.archive.make=" + archive + ">").doesNotContain("<-Xlog:disable>");

        Files.createDirectories(archive.getParent());
        Files.createFile(archive);
        assertThat(run("ps")).contains("<-XX:SharedArchiveFile=" + archive + ">", "<-XX:ArchiveRelocationMode=0>");
        assertThat(run("demo")).noneMatch(line -> line.contains("archive"));

        pawse.with("PAWSE_JAVA_OPTS", "-Da=1  -Db=*");
        assertThat(run("ps")).contains("<-Da=1>", "<-Db=*>").noneMatch(line -> line.contains("archive"));
    }

    private Distribution with(Distribution distribution) {
        distribution.with("PAWSE_JAVA_HOME", java.toString()).readBy(shell.split(" ", -1));
        for (String name : List.of("COLUMNS", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM")) {
            distribution.with(name, "");
        }
        return distribution;
    }

    private List<String> run(String line) {
        return pawse.run(line.split(" ", -1)).out().lines().toList();
    }

    private static String rendered(String file) {
        try {
            return Files.readString(Distribution.root().resolve("help").resolve(file + ".txt"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
