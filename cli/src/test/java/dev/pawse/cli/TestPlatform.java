package dev.pawse.cli;

import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.capability.Capability;
import dev.pawse.testkit.FakeProvider;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Hands the platform of the test that runs to the commands, as a plugin does. */
public final class TestPlatform implements ProviderFactory {
    private static final Map<String, FakeProvider> BY_NAME = new ConcurrentHashMap<>();

    /** @param others what is had under other names than {@code test} */
    static void use(FakeProvider provider, Map<String, FakeProvider> others) {
        BY_NAME.clear();
        BY_NAME.putAll(others);
        BY_NAME.put("test", provider);
    }

    /** The platform that is had under a name; where none was made for it, the one that is called {@code test}. */
    static FakeProvider named(String name) {
        FakeProvider usual =
                BY_NAME.getOrDefault("test", FakeProvider.builder("test").build());
        return BY_NAME.getOrDefault(name, usual);
    }

    @Override
    public String type() {
        return "test";
    }

    @Override
    public String description() {
        return "a platform that is made up";
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
        return Set.copyOf(Capability.ALL);
    }

    @Override
    public Provider create(ProviderContext context) {
        return named(context.name());
    }
}
