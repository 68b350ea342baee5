package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TargetsTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        pawse.platform.add("shop");
        pawse.platform.add("blog");
    }

    @Test
    void aFlagWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Files.writeString(directory.resolve(".pawse.yml"), "app: nobody\n");
        assertThat(pawse.run("scale").err()).contains("nobody");

        pawse.environment.put("PAWSE_APP", "blog");
        assertThat(pawse.run("scale").out()).isEqualTo("web=1\n");
        assertThat(pawse.run("apps", "info").out()).startsWith("test/blog");

        assertThat(pawse.run("apps", "info", "-a", "shop").out()).startsWith("test/shop");
    }

    @Test
    void theProjectFileMayNameTheProvider() throws IOException {
        pawse.environment.remove("PROVIDER_NAME");
        Files.writeString(directory.resolve(".pawse.yml"), "app: shop\nprovider: test\n");

        assertThat(pawse.run("apps", "info").out()).startsWith("test/shop");
    }

    @Test
    void aProjectFileWithAnUnknownKeyIsAnError() throws IOException {
        Files.writeString(directory.resolve(".pawse.yml"), "ap: shop\n");

        var result = pawse.run("ps");

        assertThat(result.code()).isEqualTo(11);
        assertThat(result.err()).contains("unknown key ap");
    }

    @Test
    void withoutAnAppItIsSaidWhereItWasLookedFor() {
        var result = pawse.run("ps");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .startsWith("Error: no app given: use -a APP, PAWSE_APP or .pawse.yml (looked at: --app not given,"
                        + " PAWSE_APP not set, no .pawse.yml in ");
    }

    @Test
    void withoutAProviderItIsSaidHowToNameOne() {
        pawse.environment.remove("PROVIDER_NAME");

        var result = pawse.run("apps");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("Error: no provider given: use --provider, PAWSE_PROVIDER, PROVIDER_NAME");
    }

    @Test
    void theOnlyProviderWithSettingsIsTaken() {
        pawse.environment.remove("PROVIDER_NAME");
        pawse.environment.put("PROVIDER_TEST_TOKEN", "x");

        // The platform of the test asks for no setting, which is how one sees that it was taken.
        assertThat(pawse.run("apps").err()).contains("PROVIDER_TEST_TOKEN");
    }

    @Test
    void severalProvidersMakeANameAmbiguous() {
        pawse.environment.put("PROVIDER_NAME", "test,other:test");

        var result = pawse.run("ps", "-a", "shop");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("which provider?").contains("-a other:shop");
        assertThat(pawse.run("ps", "-a", "test:shop").code()).isZero();
    }

    @Test
    void anUnknownProviderIsNamedWithTheNearest() {
        var result = pawse.run("ps", "-a", "tset:shop");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("there is no provider tset").contains("Similar: test");
    }

    @Test
    void twoProvidersForOneAppAreRefused() {
        assertThat(pawse.run("ps", "--provider", "local", "-a", "test:shop").code())
                .isEqualTo(2);
    }
}
