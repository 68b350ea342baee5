package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.clever.fake.FakeClever;
import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.scalingo.fake.FakeScalingo;
import dev.pawse.testkit.FakePlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class AuthLoginTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;
    private Path config;

    @BeforeEach
    void nobodyIsLoggedIn() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.remove("PROVIDER_NAME");
        pawse.environment.put("HOME", directory.toString());
        config = directory.resolve("config");
        pawse.environment.put("XDG_CONFIG_HOME", config.toString());
        pawse.environment.put("PATH", directory.resolve("programs").toString());
    }

    static Stream<Arguments> platforms() {
        return Stream.of(
                Arguments.of((Supplier<FakePlatform>) FakeHeroku::start, List.of("_API_TOKEN")),
                Arguments.of((Supplier<FakePlatform>) FakeScalingo::start, List.of("_API_TOKEN")),
                Arguments.of((Supplier<FakePlatform>) FakeClever::start, List.of("_CLOUD_TOKEN", "_CLOUD_SECRET")));
    }

    @ParameterizedTest
    @MethodSource("platforms")
    void whatIsEnteredIsTriedKeptAndUsedFromThenOn(Supplier<FakePlatform> start, List<String> secrets) {
        try (FakePlatform platform = start.get()) {
            platform.addApp("shop", platform.formation());
            String type = platform.type();
            List<String> values = withoutSecrets(platform, secrets);

            pawse.input = String.join("\n", values).replace(values.get(0), "wrong-" + values.get(0)) + "\n";
            var refused = pawse.run("auth", "login", type, "--token-stdin");
            pawse.input = String.join("\n", values) + "\n";
            var login = pawse.run("auth", "login", type, "--token-stdin");

            assertThat(refused.code()).as(refused.err()).isEqualTo(4);
            assertThat(login.code()).as(login.err()).isZero();
            assertThat(login.err()).startsWith("Warning: the login is kept in " + config);
            assertThat(pawse.run("auth", "status", type).out()).contains("entered with pawse auth login");
            assertThat(pawse.run("apps").out()).contains("shop");
            assertThat(refused.out() + refused.err() + login.out() + login.err())
                    .doesNotContain(values.get(0), values.get(values.size() - 1));

            assertThat(pawse.run("auth", "logout", type).out()).startsWith("Forgot the login");
            assertThat(pawse.run("apps", "--provider", type).code()).isEqualTo(4);
        }
    }

    @Test
    void theFileIsItsOwnersAloneAndRefusedWhenItIsNot() throws IOException {
        try (FakeHeroku heroku = loggedInToHeroku("--no-keychain")) {
            Path file = config.resolve("pawse/logins/heroku.properties");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                    .isEqualTo("rwx------");

            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            var result = pawse.run("apps", "--provider", "heroku");

            assertThat(result.code()).isEqualTo(11);
            assertThat(result.err()).contains("chmod 600 " + file);
            assertThat(heroku.api().requests()).isNotEmpty();
        }
    }

    @Test
    void theKeyStoreIsAskedThroughItsProgramAndGetsTheSecretWhereNobodySeesIt() throws IOException {
        Path arguments = keyStore();
        try (FakeHeroku heroku = loggedInToHeroku()) {
            assertThat(pawse.run("apps", "--provider", "heroku").code()).isZero();
            assertThat(pawse.run("auth", "status", "heroku").out()).contains("key store");

            assertThat(Files.readString(arguments))
                    .contains("store --label=Pawse: heroku service pawse account heroku");
            assertThat(Files.readString(arguments)).doesNotContain(Files.readString(directory.resolve("kept/heroku")));
            Path file = config.resolve("pawse/logins/heroku.properties");
            assertThat(Files.readString(file)).contains("kept=key-store").doesNotContain("secret");

            pawse.run("auth", "logout", "heroku");
            assertThat(directory.resolve("kept")).isEmptyDirectory();
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void aKeyStoreThatFailsIsReplacedByTheFileAndTold() throws IOException {
        program("exit 3");
        try (FakeHeroku heroku = FakeHeroku.start()) {
            String token = withoutSecrets(heroku, List.of("_API_TOKEN")).get(0);
            pawse.input = token + "\n";

            var login = pawse.run("auth", "login", "heroku", "--token-stdin", "--json");

            assertThat(login.code()).isZero();
            assertThat(login.err()).contains("secret-tool ends with 3");
            assertThat(login.json().get("kept").asString()).endsWith("heroku.properties");
        }
    }

    @Test
    void theEnvironmentWinsAndThatIsTold() {
        try (FakeHeroku heroku = loggedInToHeroku()) {
            pawse.environment.put("HEROKU_API_KEY", "another");

            assertThat(pawse.run("auth", "status", "heroku").out()).contains("logged in: HEROKU_API_KEY");
            assertThat(pawse.run("auth", "login", "heroku", "--token-stdin").err())
                    .contains("another login wins over this one: HEROKU_API_KEY");
            assertThat(pawse.run("auth", "logout", "heroku").err()).contains("Still used: HEROKU_API_KEY");
            assertThat(heroku.api().requests()).isNotEmpty();
        }
    }

    @Test
    void aDryRunTriesAndKeepsNothing() {
        try (FakeHeroku heroku = FakeHeroku.start()) {
            pawse.input = withoutSecrets(heroku, List.of("_API_TOKEN")).get(0);

            var result = pawse.run("auth", "login", "heroku", "--token-stdin", "--dry-run", "--json");

            assertThat(result.json().get("dryRun").asBoolean()).isTrue();
            assertThat(config).doesNotExist();
        }
    }

    @Test
    void accountsOfOneProviderAreKeptApart() {
        try (FakeHeroku heroku = FakeHeroku.start()) {
            heroku.addApp("shop", heroku.formation());
            pawse.input = withoutSecrets(heroku, List.of("_API_TOKEN")).get(0);

            assertThat(pawse.run("auth", "login", "work:heroku", "--token-stdin")
                            .code())
                    .isZero();
            assertThat(pawse.run("apps", "--provider", "heroku").code()).isEqualTo(4);
            pawse.environment.put("PROVIDER_NAME", "work:heroku");
            assertThat(pawse.run("apps").out()).contains("work");
        }
    }

    @Test
    void whereNobodyCanBeAskedItIsSaidHow() {
        var result = pawse.run("auth", "login", "heroku");

        assertThat(result.code()).isEqualTo(10);
        assertThat(result.err()).contains("pawse auth login heroku --token-stdin < FILE");
    }

    @Test
    void onATerminalTheTokenIsAskedFor() {
        try (FakeHeroku heroku = FakeHeroku.start()) {
            pawse.terminal = new Terminal(true, true, true, 80);
            pawse.input = withoutSecrets(heroku, List.of("_API_TOKEN")).get(0) + "\n";

            var result = pawse.run("auth", "login", "heroku");

            assertThat(result.code()).as(result.err()).isZero();
            assertThat(result.err()).contains("heroku authorizations:create").contains("api token:");
        }
    }

    @Test
    void awsHasItsOwnLogins() {
        var result = pawse.run("auth", "login", "aws-ecs");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err())
                .contains("nothing is entered to log in to aws-ecs")
                .contains("aws sso login");
    }

    @Test
    void aTokenWithTooManyLinesIsRefused() {
        pawse.input = "one\ntwo\nthree\n";

        assertThat(pawse.run("auth", "login", "clever-cloud", "--token-stdin").err())
                .contains("3 lines; right is one with the api-token, or one each for token and secret");
    }

    private FakeHeroku loggedInToHeroku(String... flags) {
        FakeHeroku heroku = FakeHeroku.start();
        pawse.input = withoutSecrets(heroku, List.of("_API_TOKEN")).get(0) + "\n";
        var login = pawse.run(Stream.concat(Stream.of("auth", "login", "heroku", "--token-stdin"), Stream.of(flags))
                .toArray(String[]::new));
        assertThat(login.code()).as(login.err()).isZero();
        return heroku;
    }

    /** Makes the platform known without its credentials, and returns those. */
    private List<String> withoutSecrets(FakePlatform platform, List<String> secrets) {
        Map<String, String> variables = platform.environment(platform.type());
        variables.forEach((name, value) -> {
            if (secrets.stream().noneMatch(name::endsWith)) {
                pawse.environment.put(name, value);
            }
        });
        return secrets.stream()
                .map(secret -> variables.entrySet().stream()
                        .filter(variable -> variable.getKey().endsWith(secret))
                        .findFirst()
                        .orElseThrow()
                        .getValue())
                .toList();
    }

    /** A key store in files; returns the file with the arguments of all calls. */
    private Path keyStore() throws IOException {
        Path arguments = directory.resolve("arguments");
        Path kept = Files.createDirectories(directory.resolve("kept"));
        program("""
                PATH=/usr/bin:/bin
                echo "$@" >> '%s'
                for last; do :; done
                case $1 in
                store) cat > '%s'/"$last" ;;
                lookup) cat '%s'/"$last" ;;
                clear) rm '%s'/"$last" ;;
                esac
                """.formatted(arguments, kept, kept, kept));
        return arguments;
    }

    private void program(String script) throws IOException {
        Path program = Files.createDirectories(directory.resolve("programs")).resolve("secret-tool");
        Files.writeString(program, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
