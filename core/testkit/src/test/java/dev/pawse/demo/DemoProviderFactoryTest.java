package dev.pawse.demo;

import dev.pawse.spi.ProviderFactory;
import dev.pawse.testkit.ProviderFactoryContract;
import java.util.Map;
import java.util.Set;

final class DemoProviderFactoryTest implements ProviderFactoryContract {
    @Override
    public ProviderFactory factory() {
        return new DemoProviderFactory();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("token", "tell-nobody-4711", "timeout", "10s");
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of("token");
    }

    @Override
    public Set<String> secretSettings() {
        return Set.of("token");
    }

    @Override
    public Map<String, String> wrongSettings() {
        return Map.of("timeout", "soon");
    }
}
