package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Hook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationDocumentTest {
    private final String document;

    @TempDir
    private Path directory;

    ConfigurationDocumentTest() throws IOException {
        document = Files.readString(Path.of("CONFIGURATION.md"));
    }

    @Test
    void everyVariableIsInTheTableAsTheCodeHasIt() {
        String table =
                ConfigKeys.all().stream().map(ConfigurationDocumentTest::row).collect(Collectors.joining("\n"));

        assertThat(document).contains("| variable | flag | default | meaning |\n|---|---|---|---|\n" + table + "\n\n");
    }

    @Test
    void theSampleOfTheRulesIsRead() throws IOException {
        String sample = document.split("```yaml\n", -1)[1].split("```", -1)[0];
        Files.writeString(directory.resolve("pawse.yml"), sample);

        PawseConfig config = PawseConfig.read(Map.of(), directory, Map.of());

        AppPolicy policy = config.rules().policy(AppId.parse("local/shop-eu"));
        assertThat(policy.displayName()).isEqualTo("Shop eu");
        assertThat(policy.hosts()).containsExactlyInAnyOrder("eu.shop.example.com", "*.eu.example.com");
        assertThat(policy.linkedApps()).containsExactlyInAnyOrder("stock-eu", "db");
        assertThat(policy.requiredHooks()).containsExactly(Hook.Point.BEFORE_STOP);
        assertThat(config.maxIdle()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.rules().policy(AppId.parse("local/production")).ignored())
                .isTrue();
    }

    @Test
    void everyFactOfAHookIsNamed() {
        HookFacts facts = new HookFacts(
                Hook.Point.AFTER_START, App.builder(AppId.parse("local/shop")).build(), "shop");

        assertThat(facts.variables().keySet())
                .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
    }

    private static String row(ConfigKey key) {
        String flag = key.flag() == null ? "" : "`--" + key.flag() + "`";
        String absent = key.absent() == null ? "" : "`" + key.absent() + "`";
        return "| `" + key.name() + "` | " + flag + " | " + absent + " | " + key.meaning() + " |";
    }
}
