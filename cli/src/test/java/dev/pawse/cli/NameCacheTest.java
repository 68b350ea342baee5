package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NameCacheTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;
    private Path names;

    @BeforeEach
    void aCache() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        names = directory.resolve("cache/pawse/names");
    }

    @Test
    void listingConfigKeepsNamesForTheUserAloneAndNoValue() throws IOException {
        pawse.platform.add("shop").configVars(Map.of("GREETING", Secret.of("top-secret")));

        pawse.run("config", "-a", "shop");

        Path file = names.resolve("config/test/shop");
        assertThat(file).hasContent("GREETING\n");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(file.getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void whatAShellCouldTakeForSomethingElseIsLeftOut() {
        World world = new World(
                pawse.environment,
                directory,
                null,
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                Terminal.NONE,
                pawse.clock);

        NameCache.keepApps(world, "test", List.of("shop", "$(rm -rf x)", "a b", "-a", "../up", "osc-fr1:shop"));
        NameCache.keepApps(world, "../../test", List.of("shop"));

        assertThat(names.resolve("apps/test")).hasContent("osc-fr1:shop\nshop\n");
        assertThat(names.resolve("apps")).isDirectoryNotContaining("glob:**/up");
    }
}
