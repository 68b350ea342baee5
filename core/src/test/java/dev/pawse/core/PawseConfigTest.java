package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Hook;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PawseConfigTest {
    @TempDir
    private Path directory;

    @Test
    void everythingHasItsDefault() {
        PawseConfig config = read(Map.of());

        assertThat(config.host()).isEqualTo("0.0.0.0");
        assertThat(config.port()).isEqualTo(3000);
        assertThat(config.adminHost()).isEqualTo("127.0.0.1");
        assertThat(config.adminPort()).isEqualTo(3001);
        assertThat(config.adminToken()).isEmpty();
        assertThat(config.systemApiEnabled()).isFalse();
        assertThat(config.maxIdle()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.sweeps()).hasToString("* * * * *");
        assertThat(config.registryType()).isEqualTo("in-memory");
        assertThat(config.holdLimit()).isEqualTo(Duration.ofSeconds(25));
        assertThat(config.maxWaiters()).isEqualTo(1000);
        assertThat(config.shutdownLimit()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.wakeTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.loggingLevel()).isEqualTo("info");
        assertThat(config.dryRun()).isFalse();
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void flagsWinOverTheEnvironmentAndThatOverDotEnvAndThatOverTheFile() throws IOException {
        write("pawse.yml", "settings: { port: 1001, admin-port: 1002, host: file.test, logging_level: warn }");
        write(".env", "PORT=2001\nADMIN_PORT=2002\nHOST=dotenv.test");

        PawseConfig config =
                PawseConfig.read(Map.of("PORT", "3001", "ADMIN_PORT", "3002"), directory, Map.of("port", "4001"));

        assertThat(config.port()).isEqualTo(4001);
        assertThat(config.adminPort()).isEqualTo(3002);
        assertThat(config.host()).isEqualTo("dotenv.test");
        assertThat(config.loggingLevel()).isEqualTo("warn");
    }

    @Test
    void aFlagThatIsNotGivenOverridesNothing() {
        PawseConfig config = read(Map.of("HOST", "127.0.0.1", "PORT", "8080", "START_AND_STOP_MAX_IDLE_TIME", "45"));

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.maxIdle()).isEqualTo(Duration.ofMinutes(45));
    }

    @Test
    void zeroIsAPortAndAnIdleTime() {
        PawseConfig config = PawseConfig.read(Map.of(), directory, Map.of("port", "0", "max-idle-time", "0"));

        assertThat(config.port()).isZero();
        assertThat(config.maxIdle()).isZero();
    }

    @Test
    void allProblemsAreToldAtOnceWithTheirPlaces() throws IOException {
        write("pawse.yml", "rules:\n  - patern: x\n  - pattern: '('\n");
        Map<String, String> environment = Map.of(
                "PORT", "http",
                "START_AND_STOP_MAX_IDLE_TIME", "15 minutes",
                "START_AND_STOP_CHECKING_INTERVAL_CRON", "61 * * * *",
                "ROUTING_SYSTEM_API_ENABLED", "true",
                "LOGGING_LEVEL", "inof");

        assertThatThrownBy(() -> PawseConfig.read(environment, directory, Map.of("admin-port", "70000")))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .message()
                .contains("PORT: 'http' is not a whole number from 0 to 65535")
                .contains("--admin-port: '70000' is not a whole number")
                .contains("START_AND_STOP_MAX_IDLE_TIME: '15 minutes' is not a duration")
                .contains("START_AND_STOP_CHECKING_INTERVAL_CRON: '61 * * * *' is not a cron schedule")
                .contains("ROUTING_SYSTEM_API_TOKEN is not set")
                .contains("LOGGING_LEVEL: 'inof' is not one of")
                .contains("did you mean info?")
                .contains("pawse.yml:2: patern: is not known here; did you mean pattern?")
                .contains("pawse.yml:3: pattern: '(' is not a regular expression");
    }

    @Test
    void aSecretMayComeFromAFileAndIsNeverShown() throws IOException {
        write("token.txt", "s3cr3t-canary\n");
        onlyForUs("token.txt");

        PawseConfig config = read(Map.of("ADMIN_TOKEN_FILE", "token.txt"));

        assertThat(config.adminToken()).contains(Secret.of("s3cr3t-canary"));
        assertThat(config.toString()).doesNotContain("canary");
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void aMisspeltVariableIsTold() {
        PawseConfig config = read(Map.of(
                "START_AND_STOP_MAX_IDLE_TIMEE", "3",
                "ADMIN_TOKN", "x",
                "ADMIN_URL", "http://127.0.0.1:3001",
                "ADMIN_EMAIL", "a@example.com",
                "SOMETHING_ELSE", "y"));

        assertThat(config.warnings())
                .containsExactly(
                        "ADMIN_TOKN: is no variable of Pawse; did you mean ADMIN_TOKEN?",
                        "START_AND_STOP_MAX_IDLE_TIMEE: is no variable of Pawse; did you mean START_AND_STOP_MAX_IDLE_TIME?");
    }

    @Test
    void aSecretThatOthersCanReadIsTold() throws IOException {
        write(".env", "PROVIDER_HEROKU_API_TOKEN=x\n");
        write("token", "x1y2z3");
        Files.setPosixFilePermissions(directory.resolve(".env"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(directory.resolve("token"), PosixFilePermissions.fromString("rw-r-----"));

        assertThat(read(Map.of("ADMIN_TOKEN_FILE", "token")).warnings())
                .containsExactly(
                        ".env holds a secret that other users can read; right is: chmod 600 .env",
                        "token is a secret that other users can read; right is: chmod 600 token");
        onlyForUs(".env");
        onlyForUs("token");
        assertThat(read(Map.of("ADMIN_TOKEN_FILE", "token")).warnings()).isEmpty();
    }

    @Test
    void aSampleIsNoToken() {
        assertThatThrownBy(() -> read(Map.of("ADMIN_TOKEN", "tk-us-xxx")))
                .hasMessage("ADMIN_TOKEN: is the text of a sample; make one up, e.g. with: openssl rand -hex 24");
    }

    @Test
    void aSecretIsSetInOnePlaceOnly() throws IOException {
        write("token", "abc");

        assertThatThrownBy(() -> read(Map.of("ADMIN_TOKEN", "s3cr3t-canary", "ADMIN_TOKEN_FILE", "token")))
                .hasMessage("ADMIN_TOKEN and ADMIN_TOKEN_FILE are both set; right is one of them");
        assertThatThrownBy(() -> read(Map.of("ROUTING_SYSTEM_API_TOKEN_FILE", "none")))
                .hasMessage("ROUTING_SYSTEM_API_TOKEN_FILE: none cannot be read: NoSuchFileException");
    }

    @Test
    void theSystemApiHasAToken() {
        PawseConfig config = read(Map.of("ROUTING_SYSTEM_API_ENABLED", "true", "ROUTING_SYSTEM_API_TOKEN", "abcd"));

        assertThat(config.systemApiEnabled()).isTrue();
        assertThat(config.systemApiToken()).contains(Secret.of("abcd"));
    }

    @Test
    void providersAreListedByTypeOrByNameAndType() {
        assertThat(read(Map.of("PROVIDER_NAME", " local, work:heroku ,,play:heroku"))
                        .providers())
                .containsExactly(
                        new ProviderName("local", "local"),
                        new ProviderName("work", "heroku"),
                        new ProviderName("play", "heroku"));
        assertThatThrownBy(() -> read(Map.of("PROVIDER_NAME", "heroku,heroku,Local,a:b:c")))
                .hasMessageContaining(
                        "'heroku' is there twice; a second one needs a name of its own, as in other:heroku")
                .hasMessageContaining("'Local' is not a provider such as heroku")
                .hasMessageContaining("'a:b:c' is not a provider");
    }

    @Test
    void hooksHaveACommandAndALimit() {
        PawseConfig config = read(Map.of("HOOKS_BEFORE_STOP", "./busy", "HOOKS_TIMEOUT", "5s"));

        assertThat(config.hooks())
                .isEqualTo(Map.of(Hook.Point.BEFORE_STOP, new HookCommand("./busy", Duration.ofSeconds(5))));
    }

    @Test
    void aBlankValueStandsForTheDefaultWhateverIsBelow() throws IOException {
        write(".env", "PORT=2001\nHOOKS_BEFORE_START=./warm\n");

        PawseConfig config = read(Map.of("PORT", " ", "HOOKS_BEFORE_START", ""));

        assertThat(config.port()).isEqualTo(3000);
        assertThat(config.hooks()).isEmpty();
    }

    @Test
    void theFilesSettingsMayBeListsAndUnknownOnesAreRefused() throws IOException {
        write(
                "pawse.yml",
                "settings:\n  registry-ignored-apps: [a, b*]\n  max-idle: 3\n  provider-local-file: x.yml\n");

        assertThatThrownBy(() -> read(Map.of())).hasMessage("pawse.yml:3: max_idle: is no setting");
        write("pawse.yml", "settings:\n  registry-ignored-apps: [a, b*]\n  port: http\n");
        assertThatThrownBy(() -> read(Map.of()))
                .hasMessage("pawse.yml:3: port: 'http' is not a whole number from 0 to 65535");
        write("pawse.yml", "settings:\n  registry-ignored-apps: [a, b*]\n");
        assertThat(read(Map.of()).rules().policy(new AppId("local", "bb")).ignored())
                .isTrue();
    }

    @Test
    void aFlagMayBeCalledAsItsVariableAndAnUnknownOneIsRefused() {
        assertThat(PawseConfig.read(Map.of(), directory, Map.of("PROVIDER_NAME", "local", "dry-run", "true"))
                        .dryRun())
                .isTrue();
        assertThatThrownBy(() -> PawseConfig.read(Map.of(), directory, Map.of("prot", "1")))
                .hasMessage("--prot: is no setting");
    }

    @Test
    void twoListenersNeedAPortEach() {
        assertThatThrownBy(() -> read(Map.of("PORT", "3001")))
                .hasMessageContaining("PORT and ADMIN_PORT are both 3001");
        assertThat(read(Map.of("PORT", "0", "ADMIN_PORT", "0")).adminPort()).isZero();
    }

    @Test
    void aRuleAboutAProviderThatIsNotThereIsTold() throws IOException {
        write("pawse.yml", "rules: [{ provider: herouk, ignore: true }]");

        assertThat(read(Map.of("PROVIDER_NAME", "heroku")).warnings())
                .containsExactly(
                        "pawse.yml:1: provider: 'herouk' is not one of heroku, so the rule is about no app; did you"
                                + " mean heroku?");
    }

    @Test
    void theLimitsOfTheProxyAreThoseOfEveryApp() {
        PawseConfig config =
                read(Map.of("PROXY_MAX_WAITERS", "7", "PROXY_HOLD_LIMIT", "5s", "PROXY_MAX_WAITERS_TOTAL", "9"));

        AppPolicy policy = config.rules().policy(new AppId("local", "shop"));

        assertThat(policy.maxWaiters()).isEqualTo(7);
        assertThat(policy.holdLimit()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.maxWaitersTotal()).isEqualTo(9);
    }

    private void onlyForUs(String name) throws IOException {
        Files.setPosixFilePermissions(directory.resolve(name), PosixFilePermissions.fromString("rw-------"));
    }

    private PawseConfig read(Map<String, String> environment) {
        return PawseConfig.read(environment, directory, Map.of());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
