package dev.pawse.spi;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a provider is made of.
 *
 * @param name the user's word for this instance, which {@link AppId#provider()} repeats; often equal to the type
 * @param settings the part of the configuration that belongs to this instance
 * @param clock the time for everything that the provider times
 * @param environment the process's environment, for what every program takes from there: {@code HOME}, {@code HTTPS_PROXY},
 *     {@code SSL_CERT_FILE}; what belongs to the provider is in {@code settings}
 * @param login what somebody entered by the provider's {@link LoginForm}; asked for after the settings and before the files of the
 *     platform's own tools, as it may have to ask a key store
 */
public record ProviderContext(
        String name,
        Settings settings,
        Clock clock,
        Map<String, String> environment,
        Supplier<Optional<StoredLogin>> login) {
    public ProviderContext {
        environment = Map.copyOf(environment);
    }

    /** A provider to which nobody logged in. */
    public ProviderContext(String name, Settings settings, Clock clock, Map<String, String> environment) {
        this(name, settings, clock, environment, Optional::empty);
    }

    /** A provider that takes nothing from its environment. */
    public ProviderContext(String name, Settings settings, Clock clock) {
        this(name, settings, clock, Map.of());
    }

    /** The environment may hold secrets: it is not shown. */
    @Override
    public String toString() {
        return "ProviderContext[" + name + ", " + settings + "]";
    }
}
