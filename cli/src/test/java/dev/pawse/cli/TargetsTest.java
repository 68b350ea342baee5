package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.testkit.FakeProvider;
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
    void aGitRemoteNamesTheAppWhereNothingElseDoes() throws IOException {
        try (FakeHeroku heroku = FakeHeroku.start()) {
            heroku.addApp("shop", heroku.formation());
            pawse.environment.remove("PROVIDER_NAME");
            pawse.environment.putAll(heroku.environment("heroku"));
            git("heroku", "https://git.heroku.com/shop.git");

            var info = pawse.run("status", "--json");

            assertThat(info.code()).as(info.err()).isZero();
            assertThat(info.json().get("id").asString()).isEqualTo("heroku/shop");
            assertThat(info.json().get("origins").get("app").asString()).isEqualTo("git remote heroku");
        }
    }

    @Test
    void gitRemotesOfSeveralAppsAreTold() throws IOException {
        pawse.environment.remove("PROVIDER_NAME");
        git("heroku", "https://git.heroku.com/shop.git", "staging", "git@heroku.com:shop-staging.git");

        var result = pawse.run("ps");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("git remotes of several apps: heroku is heroku:shop, staging is heroku:shop-staging")
                .contains("Try:     -a heroku:shop\n");
    }

    @Test
    void gitRemotesOfOtherProvidersDoNotCount() throws IOException {
        git("heroku", "https://git.heroku.com/shop.git");

        assertThat(pawse.run("ps").err()).contains("no git remote of heroku, scalingo or clever-cloud");
    }

    @Test
    void aProfileNamesProviderAccountAndRegion() throws IOException {
        pawse.environment.remove("PROVIDER_NAME");
        pawse.others.put("play", FakeProvider.builder("play").build());
        pawse.others.get("play").add("toy");
        profiles("home: { provider: test, account: play, region: moon }");

        var info =
                pawse.run("apps", "info", "toy", "--profile", "home", "--json").json();

        String origin = "profile home of " + directory.resolve("config/pawse/config.yml");
        assertThat(info.get("id").asString()).isEqualTo("play/toy");
        assertThat(info.get("origins").get("provider").asString()).isEqualTo(origin);
        assertThat(info.get("origins").get("region").asString()).isEqualTo(origin);
    }

    @Test
    void aProfileGivesWayToTheProjectAndTheRegionToTheEnvironment() throws IOException {
        profiles("home: { provider: heroku, region: moon }");
        Files.writeString(directory.resolve(".pawse.yml"), "app: shop\nprovider: test\n");
        pawse.environment.put("PAWSE_PROFILE", "home");
        pawse.environment.put("PROVIDER_REGION", "mars");

        var origins = pawse.run("apps", "info", "--json").json().get("origins");

        assertThat(origins.get("app").asString()).isEqualTo(directory.resolve(".pawse.yml") + ": app");
        assertThat(origins.get("provider").asString()).isEqualTo(directory.resolve(".pawse.yml") + ": provider");
        assertThat(origins.get("region").asString()).isEqualTo("PROVIDER_REGION");
    }

    @Test
    void aProfileThatIsNotThereIsToldWithTheNearest() throws IOException {
        profiles("home: { provider: test }");

        var result = pawse.run("apps", "--profile", "hoem");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--profile: there is no profile hoem").contains("Similar: home");
    }

    @Test
    void aWrongProfileIsAnErrorOfTheFile() throws IOException {
        profiles("home: { provder: test }");

        var result = pawse.run("apps", "--profile", "home");

        assertThat(result.code()).isEqualTo(11);
        assertThat(result.err()).contains("profiles: home: unknown key provder").contains("Similar: provider");
    }

    private void git(String... namesAndAddresses) throws IOException {
        StringBuilder config = new StringBuilder("[core]\n\tbare = false\n");
        for (int i = 0; i < namesAndAddresses.length; i += 2) {
            config.append("[remote \"" + namesAndAddresses[i] + "\"]\n\turl = " + namesAndAddresses[i + 1] + "\n");
        }
        Files.createDirectories(directory.resolve(".git"));
        Files.writeString(directory.resolve(".git/config"), config);
    }

    private void profiles(String line) throws IOException {
        pawse.environment.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
        Files.createDirectories(directory.resolve("config/pawse"));
        Files.writeString(directory.resolve("config/pawse/config.yml"), "profiles:\n  " + line + "\n");
    }

    @Test
    void twoProvidersForOneAppAreRefused() {
        assertThat(pawse.run("ps", "--provider", "local", "-a", "test:shop").code())
                .isEqualTo(2);
    }
}
