package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The platforms that come with the distribution, as far as they go without a call. */
final class PlatformsTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void nobodyIsLoggedIn() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.remove("PROVIDER_NAME");
        pawse.environment.put("HOME", directory.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"heroku", "scalingo", "clever-cloud"})
    void aPlatformIsKnownAndSaysHowToLogIn(String type) {
        assertThat(pawse.run("providers", "--json").out()).contains("\"type\": \"" + type + "\"");

        var result = pawse.run("apps", "--provider", type);

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).startsWith("Error: not logged in to " + type + ": set ");
    }

    @Test
    void theFirstWordOfAPlatformIsEnoughForItsVariables() {
        pawse.environment.put("PROVIDER_CLEVER_TOKEN", "t");
        pawse.environment.put("PROVIDER_CLEVER_SECRET", "s");
        pawse.environment.put("PROVIDER_CLEVER_CONSUMER_KEY", "ck");
        pawse.environment.put("PROVIDER_CLEVER_CONSUMER_SECRET", "cs");

        var status = pawse.run("auth", "status", "clever-cloud", "-j").json().get(0);

        assertThat(status.get("status").asString()).isEqualTo("logged-in");
        assertThat(status.get("source").asString()).contains("PROVIDER_CLEVER_TOKEN");
    }

    @Test
    void twoAccountsOfAPlatformHaveTokensOfTheirOwn() {
        pawse.environment.put("PROVIDER_NAME", "work:heroku,play:heroku,scalingo");
        pawse.environment.put("PROVIDER_WORK_API_TOKEN", "w");
        pawse.environment.put("PROVIDER_PLAY_API_TOKEN", "p");
        pawse.environment.put("SCALINGO_API_TOKEN", "tk-us-s");

        assertThat(pawse.run("auth", "status", "-F", "tsv").out())
                .contains("work\theroku\tlogged-in\tPROVIDER_WORK_API_TOKEN")
                .contains("play\theroku\tlogged-in\tPROVIDER_PLAY_API_TOKEN")
                .contains("scalingo\tscalingo\tlogged-in\tSCALINGO_API_TOKEN");
    }

    @Test
    void theVendorsOwnVariableIsEnoughToFindThePlatform() {
        pawse.environment.put("HEROKU_API_KEY", "k");
        pawse.environment.put("SCALINGO_API_TOKEN", "tk-us-s");

        assertThat(pawse.run("ps", "-a", "shop").err())
                .contains("(credentials are there for heroku: HEROKU_API_KEY; scalingo: SCALINGO_API_TOKEN");
    }
}
