package dev.pawse.clever;

import dev.pawse.clever.fake.FakeClever;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.Settings;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Providers of a {@link FakeClever}, made as the engine makes them. */
final class Setup {
    private static final String PREFIX = "PROVIDER_TEST_";

    /** The SSH library tells of each start and stop; held here, since loggers that nobody holds forget their level. */
    private static final Logger SSH = Logger.getLogger("org.apache.sshd");

    static {
        SSH.setLevel(Level.WARNING);
    }

    private Setup() {}

    static Provider provider(FakeClever platform, Clock clock) {
        return provider(platform, clock, Map.of());
    }

    static Provider provider(FakeClever platform, Clock clock, Map<String, String> more) {
        Map<String, String> values = settings(platform);
        values.putAll(more);
        return provider(values, clock, Map.of("PATH", platform.tools() + ":/usr/bin:/bin"));
    }

    static Provider provider(Map<String, String> values, Clock clock, Map<String, String> environment) {
        return new CleverProviderFactory()
                .create(new ProviderContext("test", new Settings(values, Setup::origin), clock, environment));
    }

    /** The settings for a platform, by key. */
    static Map<String, String> settings(FakeClever platform) {
        Map<String, String> values = new HashMap<>();
        platform.environment("test")
                .forEach((variable, value) -> values.put(
                        variable.substring(PREFIX.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'),
                        value));
        return values;
    }

    static String origin(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
