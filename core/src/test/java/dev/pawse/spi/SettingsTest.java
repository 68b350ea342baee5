package dev.pawse.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final URI ABSENT = URI.create("https://absent.test");

    @TempDir
    private Path directory;

    @Test
    void whatIsNotAskedForIsLeftUnread() {
        Settings settings = settings(Map.of("file", "a.yml", "fiel", "b.yml"));

        assertThat(settings.text("file")).contains("a.yml");
        assertThat(settings.text("timeout")).isEmpty();

        assertThat(settings.unread()).containsExactly("fiel");
        assertThat(settings.known()).containsExactly("file", "timeout");
    }

    @Test
    void aBlankTextIsAbsentAndSpacesAroundOneDoNotCount() {
        Settings settings = settings(Map.of("a", "  ", "b", " x "));

        assertThat(settings.text("a")).isEmpty();
        assertThat(settings.text("b")).contains("x");
    }

    @Test
    void whatIsMissingIsCalledAsTheUserCallsIt() {
        assertThatThrownBy(() -> settings(Map.of()).requireText("file"))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessage("PROVIDER_LOCAL_FILE is required and not set");
        assertThatThrownBy(() -> settings(Map.of()).requireSecret("token"))
                .hasMessage("PROVIDER_LOCAL_TOKEN is required and not set");
    }

    @Test
    void valuesAreParsedOrRefusedWithWhatWouldBeRight() {
        Settings settings = settings(Map.of(
                "wait",
                "2m",
                "bad",
                "soon",
                "count",
                "7",
                "on",
                "TRUE",
                "api",
                "https://api.test/v1",
                "ftp",
                "ftp://x"));

        assertThat(settings.duration("wait", Duration.ZERO)).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.duration("none", Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.integer("count", 1, 0, 10)).isEqualTo(7);
        assertThat(settings.flag("on", false)).isTrue();
        assertThat(settings.flag("none", true)).isTrue();
        assertThat(settings.uri("api", ABSENT)).hasToString("https://api.test/v1");
        assertThat(settings.uri("none", ABSENT)).isEqualTo(ABSENT);
        assertThatThrownBy(() -> settings.duration("bad", Duration.ZERO))
                .hasMessage("PROVIDER_LOCAL_BAD: 'soon' is not a duration such as 90s or 15m");
        assertThatThrownBy(() -> settings.integer("count", 1, 0, 6))
                .hasMessage("PROVIDER_LOCAL_COUNT: '7' is not a whole number from 0 to 6");
        assertThatThrownBy(() -> settings.flag("bad", true)).hasMessageContaining("is not true or false");
        assertThatThrownBy(() -> settings.uri("ftp", ABSENT)).hasMessageContaining("is not an address such as");
    }

    @Test
    void aSecretMayStandInAFile() throws IOException {
        Files.writeString(directory.resolve("token"), " s3cret\n");

        assertThat(settings(Map.of("token-file", "token"))
                        .requireSecret("token")
                        .reveal())
                .isEqualTo("s3cret");
        assertThat(settings(Map.of("token", "direct")).secret("token")).contains(Secret.of("direct"));
        assertThat(settings(Map.of()).secret("token")).isEmpty();
    }

    @Test
    void aSecretFileThatCannotBeUsedIsToldWithoutItsContent() throws IOException {
        Files.writeString(directory.resolve("empty"), "\n");
        Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, 's', '3', 'c'});
        Files.writeString(directory.resolve("huge"), "x".repeat(100_000));

        assertThatThrownBy(() -> settings(Map.of("token-file", "none")).secret("token"))
                .hasMessageStartingWith("PROVIDER_LOCAL_TOKEN-FILE names a file that cannot be read: ");
        assertThatThrownBy(() -> settings(Map.of("token-file", "empty")).secret("token"))
                .hasMessageContaining("names an empty file");
        assertThatThrownBy(() -> settings(Map.of("token-file", "binary")).secret("token"))
                .hasMessageContaining("cannot be read")
                .hasMessageNotContaining("s3c");
        assertThatThrownBy(() -> settings(Map.of("token-file", "huge")).secret("token"))
                .hasMessageContaining("more than 65536 bytes");
        assertThatThrownBy(
                        () -> settings(Map.of("token", "a", "token-file", "b")).secret("token"))
                .hasMessageContaining("are both set");
    }

    @Test
    void aPathIsRelativeToTheConfiguration() {
        Settings settings = settings(Map.of("file", "apps.yml", "whole", "/etc/apps.yml"));

        assertThat(settings.path("file")).contains(directory.resolve("apps.yml"));
        assertThat(settings.path("whole")).contains(Path.of("/etc/apps.yml"));
        assertThat(settings.path("none")).isEmpty();
        assertThat(Settings.of(Map.of("file", "apps.yml")).path("file")).contains(Path.of("apps.yml"));
    }

    @Test
    void valuesAreNeverPrinted() {
        assertThat(settings(Map.of("token", "canary"))).hasToString("Settings[token]");
    }

    private Settings settings(Map<String, String> values) {
        return new Settings(values, key -> "PROVIDER_LOCAL_" + key.toUpperCase(Locale.ROOT), directory);
    }
}
