package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.capability.Permissions;
import dev.pawse.testkit.FakeProvider;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorIamTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.put("PAWSE_APP", "shop");
        pawse.platform.add("shop");
    }

    @Test
    void aGroupStandsForAllItsCommandsAndAColonForASpace() {
        assertThat(pawse.run("doctor", "iam", "--for", "ps,config").out()).isEqualTo("""
            allow config list on test/shop
            allow config set on test/shop
            allow ps on test/shop
            """);
        assertThat(pawse.run("doctor", "iam", "--for", "config:set").out())
                .isEqualTo("allow config set on test/shop\n");
    }

    @Test
    void withoutNamesAllCommandsAreMeant() {
        assertThat(pawse.run("doctor", "iam").out().lines()).hasSize(4);
    }

    @Test
    void jsonNamesTheCommands() {
        assertThat(pawse.run("doctor", "iam", "--for", "ps", "-j").json().toString())
                .isEqualTo("{\"provider\":\"test\",\"app\":\"shop\",\"commands\":[\"ps\"],"
                        + "\"policy\":\"allow ps on test/shop\\n\"}");
    }

    @Test
    void aWordThatIsNoCommandIsAMistakeInTheCommandLine() {
        var result = pawse.run("doctor", "iam", "--for", "pss");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("there is no command 'pss'").contains("Similar: ps");
    }

    @Test
    void aPlatformWithoutPoliciesSaysSo() {
        pawse.platform = FakeProvider.builder("test").without(Permissions.class).build();
        pawse.platform.add("shop");

        var result = pawse.run("doctor", "iam");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("there is no policy to tell");
    }
}
