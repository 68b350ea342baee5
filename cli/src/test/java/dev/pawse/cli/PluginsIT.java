package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginsIT {
    @TempDir
    Path directory;

    @Test
    void aDroppedJarShowsUpAndABrokenOneIsNamed() throws IOException {
        Distribution pawse = DistributionCopy.in(directory);
        DistributionCopy.writeJar(
                directory.resolve("plugins/dropped.jar"), DroppedPlatform.class.getName(), DroppedPlatform.class);
        DistributionCopy.writeJar(directory.resolve("plugins/liar.jar"), "nowhere.Factory");
        Files.writeString(directory.resolve("plugins/broken.jar"), "this is no jar");

        var result = pawse.run("providers", "--json");

        assertThat(result.code()).isZero();
        assertThat(result.json().get("providers").findValuesAsString("type"))
                .containsExactly("aws-ecs", "clever-cloud", "dropped", "heroku", "local", "scalingo");
        assertThat(result.json().get("providers").findValuesAsString("source"))
                .element(2)
                .isEqualTo("dropped.jar");
        assertThat(result.json().get("problems"))
                .extracting(problem -> problem.asString().split(":", -1)[0])
                .containsExactly("broken.jar", "liar.jar");
        assertThat(result.err()).contains("broken.jar").contains("liar.jar");
        assertThat(pawse.run("apps", "--provider", "dropped", "--json").out()).isEqualTo("[]\n");
    }
}
