package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Settings;
import dev.pawse.spi.capability.Capability;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every factory of providers does: tells what it makes, reads its settings strictly, calls nobody. */
public interface ProviderFactoryContract {
    /** The factory under test. */
    ProviderFactory factory();

    /** Settings with which it makes a provider, every key that it knows included where that can be. */
    Map<String, String> settings();

    /** The keys of {@link #settings()} without which it makes none. */
    Set<String> requiredSettings();

    /** Values that it refuses, by key; each is tried in place of the good one. */
    default Map<String, String> wrongSettings() {
        return Map.of();
    }

    /** The keys of {@link #settings()} whose values nobody may see. */
    default Set<String> secretSettings() {
        return Set.of();
    }

    @Test
    default void theTypeIsAWordThatUsersCanWrite() {
        assertThat(factory().type()).matches("[a-z0-9]+(-[a-z0-9]+)*");
    }

    @Test
    default void theDescriptionIsOneLine() {
        assertThat(factory().description()).isNotBlank().doesNotContain("\n");
    }

    @Test
    default void theFactoryIsFoundAsAService() {
        assertThat(ServiceLoader.load(ProviderFactory.class))
                .extracting(found -> (Object) found.getClass())
                .contains(factory().getClass());
    }

    @Test
    default void whatTheFactoryTellsIsWhatItsProvidersOffer() {
        try (Provider provider = create(settings())) {
            Set<Class<? extends Capability>> offered = new HashSet<>();
            for (Class<? extends Capability> type : Capability.ALL) {
                provider.capability(type).ifPresent(found -> offered.add(type));
            }

            assertThat(factory().capabilities()).isEqualTo(offered);
        }
    }

    @Test
    default void everySettingThatIsSetIsKnown() {
        Settings settings = named(settings());

        factory().create(context(settings)).close();

        assertThat(settings.unread()).isEmpty();
    }

    @Test
    default void aKeyThatItDoesNotKnowIsLeftUnread() {
        Map<String, String> values = new HashMap<>(settings());
        values.put("no-such-setting", "value");
        Settings settings = named(values);

        factory().create(context(settings)).close();

        assertThat(settings.unread()).containsExactly("no-such-setting");
    }

    @Test
    default void aMissingSettingIsNamedAsTheUserNamesIt() {
        for (String key : requiredSettings()) {
            Map<String, String> values = new HashMap<>(settings());
            values.remove(key);

            Fails.with(Reason.INVALID, () -> create(values).close()).hasMessageContaining(origin(key));
        }
    }

    @Test
    default void aBlankSettingIsAMissingOne() {
        for (String key : requiredSettings()) {
            Map<String, String> values = new HashMap<>(settings());
            values.put(key, "   ");

            Fails.with(Reason.INVALID, () -> create(values).close()).hasMessageContaining(origin(key));
        }
    }

    @Test
    default void aWrongSettingIsNamedAsTheUserNamesIt() {
        wrongSettings().forEach((key, value) -> {
            Map<String, String> values = new HashMap<>(settings());
            values.put(key, value);

            Fails.with(Reason.INVALID, () -> create(values).close()).hasMessageContaining(origin(key));
        });
    }

    @Test
    default void noFailureShowsASecret() {
        for (String missing : requiredSettings()) {
            Map<String, String> values = new HashMap<>(settings());
            values.remove(missing);

            for (String secret : secrets(values)) {
                Fails.with(Reason.INVALID, () -> create(values).close()).hasMessageNotContaining(secret);
            }
        }
    }

    @Test
    default void noSecretIsPrinted() {
        try (Provider provider = create(settings())) {
            for (String secret : secrets(settings())) {
                assertThat(provider.toString()).doesNotContain(secret);
                assertThat(factory().toString()).doesNotContain(secret);
            }
        }
    }

    private List<String> secrets(Map<String, String> values) {
        return values.entrySet().stream()
                .filter(entry -> secretSettings().contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private Provider create(Map<String, String> values) {
        return factory().create(context(named(values)));
    }

    private static ProviderContext context(Settings settings) {
        return new ProviderContext("mine", settings, Clock.systemUTC());
    }

    private static Settings named(Map<String, String> values) {
        return new Settings(values, ProviderFactoryContract::origin);
    }

    private static String origin(String key) {
        return "PROVIDER_MINE_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
