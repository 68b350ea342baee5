package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.capability.Databases;
import dev.pawse.testkit.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What there is of databases, and their own shells. */
final class DbCommandsTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        pawse.addDatabase();
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
}
