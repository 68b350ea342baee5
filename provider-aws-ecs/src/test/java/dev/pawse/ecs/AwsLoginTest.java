package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

final class AwsLoginTest {
    private static final Map<String, String> KEYS =
            Map.of("AWS_ACCESS_KEY_ID", "AKIAENV", "AWS_SECRET_ACCESS_KEY", "env-secret", "AWS_REGION", "eu-west-1");

    @TempDir
    Path home;

    @Test
    void ourOwnSettingsComeBeforeTheEnvironment() {
        AwsLogin login =
                find(Map.of("access-key-id", "AKIAOWN", "secret-access-key", "own", "region", "eu-central-1"), KEYS);

        assertThat(login.credentials().resolveCredentials().accessKeyId()).isEqualTo("AKIAOWN");
        assertThat(login.region().id()).isEqualTo("eu-central-1");
        assertThat(login.source().origin()).isEqualTo("access-key-id");
    }

    @Test
    void theKeysOfTheEnvironmentComeWithTheirSession() {
        AwsLogin login = find(Map.of(), with(KEYS, "AWS_SESSION_TOKEN", "token"));

        assertThat(login.credentials().resolveCredentials())
                .isInstanceOfSatisfying(
                        AwsSessionCredentials.class,
                        keys -> assertThat(keys.sessionToken()).isEqualTo("token"));
        assertThat(login.region().id()).isEqualTo("eu-west-1");
        assertThat(login.source().origin()).isEqualTo("AWS_ACCESS_KEY_ID");
    }

    @Test
    void aProfileGivesKeysAndRegion() throws IOException {
        profiles();

        AwsLogin login = find(Map.of(), Map.of("HOME", home.toString(), "AWS_PROFILE", "team"));

        assertThat(login.credentials().resolveCredentials().accessKeyId()).isEqualTo("AKIATEAM");
        assertThat(login.region().id()).isEqualTo("us-east-2");
        assertThat(login.source().origin()).isEqualTo("~/.aws, profile team");
    }

    @Test
    void aProfileThatIsAskedForComesBeforeTheEnvironmentsKeys() throws IOException {
        profiles();

        AwsLogin login = find(Map.of("profile", "team"), with(KEYS, "HOME", home.toString()));

        assertThat(login.credentials().resolveCredentials().accessKeyId()).isEqualTo("AKIATEAM");
    }

    @Test
    void aProfileThatDoesNotExistIsRefusedWithThoseThatDo() throws IOException {
        profiles();

        assertThatThrownBy(() -> find(Map.of("profile", "nobody"), Map.of("HOME", home.toString())))
                .hasMessageContaining("no profile 'nobody'")
                .hasMessageContaining("team");
    }

    @Test
    void withoutAnyCredentialsEveryWayToGiveSomeIsTold() {
        assertThatThrownBy(() -> find(
                        Map.of("region", "eu-west-1"),
                        Map.of("HOME", home.toString(), "AWS_EC2_METADATA_DISABLED", "true")))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAUTHORIZED))
                .hasMessageContaining("not logged in to aws")
                .hasMessageContaining("AWS_PROFILE");
    }

    @Test
    void withoutARegionTheSettingIsNamed() {
        assertThatThrownBy(() -> find(Map.of(), Map.of("AWS_ACCESS_KEY_ID", "a", "AWS_SECRET_ACCESS_KEY", "b")))
                .hasMessage("region is not set; right is a region such as eu-west-1, here or in AWS_REGION");
        assertThatThrownBy(() -> find(Map.of("region", "Ireland"), KEYS))
                .hasMessage("region is not a region such as eu-west-1: 'Ireland'");
    }

    @Test
    void halfAPairOfKeysIsRefused() {
        assertThatThrownBy(() -> find(Map.of("access-key-id", "AKIA"), KEYS))
                .hasMessage("secret-access-key is not set; right is both or none");
    }

    @Test
    void keysAreNotShown() {
        assertThat(find(Map.of(), KEYS).toString()).doesNotContain("AKIAENV", "env-secret");
    }

    private void profiles() throws IOException {
        Path folder = Files.createDirectory(home.resolve(".aws"));
        Files.writeString(
                folder.resolve("credentials"),
                "[team]\naws_access_key_id = AKIATEAM\naws_secret_access_key = team-secret\n");
        Files.writeString(folder.resolve("config"), "[profile team]\nregion = us-east-2\n");
    }

    private static AwsLogin find(Map<String, String> settings, Map<String, String> environment) {
        return AwsLogin.find(new ProviderContext("aws", Settings.of(settings), Clock.systemUTC(), environment));
    }

    private static Map<String, String> with(Map<String, String> all, String name, String value) {
        Map<String, String> more = new java.util.HashMap<>(all);
        more.put(name, value);
        return more;
    }
}
