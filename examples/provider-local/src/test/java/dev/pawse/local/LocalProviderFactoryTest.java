package dev.pawse.local;

import dev.pawse.spi.ProviderFactory;
import dev.pawse.testkit.ProviderFactoryContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class LocalProviderFactoryTest implements ProviderFactoryContract {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("apps.yml"), "apps: { legacy: { url: 'http://127.0.0.1:9000' } }\n");
    }

    @Override
    public ProviderFactory factory() {
        return new LocalProviderFactory();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "file",
                folder.resolve("apps.yml").toString(),
                "state",
                folder.resolve("state").toString(),
                "attach",
                "true");
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of("file");
    }

    @Override
    public Map<String, String> wrongSettings() {
        return Map.of("file", folder.resolve("none.yml").toString(), "attach", "perhaps", "state", "a\0b");
    }
}
