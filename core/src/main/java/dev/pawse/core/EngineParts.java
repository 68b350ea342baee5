package dev.pawse.core;

import dev.pawse.spi.EventStore;
import dev.pawse.spi.EventStoreFactory;
import dev.pawse.spi.Hook;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Registry;
import dev.pawse.spi.RegistryFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what a configuration asks for out of what the plugins offer, and reports everything that is wrong at once. */
final class EngineParts {
    private static final Logger LOG = LoggerFactory.getLogger(EngineParts.class);
    private static final String IN_MEMORY = "in-memory";

    private final PawseConfig config;
    private final Plugins plugins;
    private final Clock clock;
    private final Problems problems = new Problems();
    private final List<AutoCloseable> made = new ArrayList<>();
    /** The problems that a login would solve. */
    private final List<String> loggedOut = new ArrayList<>();

    EngineParts(PawseConfig config, Plugins plugins, Clock clock) {
        this.config = config;
        this.plugins = plugins;
        this.clock = clock;
    }

    /** An engine with everything that is configured. */
    Pawse.Builder builder() {
        Pawse.Builder builder =
                Pawse.builder().clock(clock).settings(config.liveSettings()).dryRun(config.dryRun());
        makeProviders().forEach(builder::provider);
        eventStore().ifPresent(builder::eventStore);
        registry().ifPresent(builder::registry);
        finish();
        return builder;
    }

    /** The providers alone. */
    Map<String, Provider> providers() {
        Map<String, Provider> providers = makeProviders();
        finish();
        return providers;
    }

    /** The providers, after a look for all that would keep an engine from being made; stores are looked for and not made. */
    Map<String, Provider> checked() {
        Map<String, Provider> providers = makeProviders();
        registryFactory();
        eventStoreFactory();
        finish();
        return providers;
    }

    /** One provider by itself, whether or not the configuration names it. That it leaves settings unread is no problem. */
    Provider provider(ProviderName name) {
        Optional<ProviderFactory> factory = plugins.provider(name.type());
        if (factory.isEmpty()) {
            unknown(ConfigKeys.PROVIDER_NAME, "provider", name.type(), types(plugins.providers()));
        }
        ProviderSettings settings = new ProviderSettings(config, types(plugins.providers()));
        Optional<Provider> provider = factory.flatMap(known -> make("", () -> known.create(context(name, settings))));
        finish();
        return provider.orElseThrow();
    }

    private void finish() {
        if (!problems.isEmpty()) {
            made.forEach(EngineParts::closeQuietly);
        }
        problems.raise(loggedOut.containsAll(problems.all()) ? Reason.UNAUTHORIZED : Reason.INVALID);
    }

    private Map<String, Provider> makeProviders() {
        Map<String, Provider> providers = new LinkedHashMap<>();
        if (config.providers().isEmpty()) {
            problems.add(ConfigKeys.PROVIDER_NAME + ": is required and not set; known are "
                    + known(types(plugins.providers())));
            return providers;
        }
        ProviderSettings settings = new ProviderSettings(config, types(plugins.providers()));
        for (ProviderName name : config.providers()) {
            Optional<ProviderFactory> factory = plugins.provider(name.type());
            if (factory.isEmpty()) {
                unknown(ConfigKeys.PROVIDER_NAME, "provider", name.type(), types(plugins.providers()));
                continue;
            }
            make(name.name() + ": ", () -> factory.get().create(context(name, settings)))
                    .ifPresent(provider -> providers.put(name.name(), provider));
        }
        if (loggedOut.isEmpty()) {
            // A provider that found no credentials may not have come to ask for the rest.
            problems.addAll(settings.unread());
        }
        settings.warnings().forEach(warning -> LOG.warn("{}", warning));
        return providers;
    }

    private ProviderContext context(ProviderName name, ProviderSettings settings) {
        return new ProviderContext(
                name.name(),
                settings.of(name),
                clock,
                config.environment(),
                () -> config.logins().find(name));
    }

    private Optional<Registry> registry() {
        String type = config.registryType();
        if (type.equals(IN_MEMORY)) {
            // It takes its file for itself, which is not worth it when the rest is wrong.
            return problems.isEmpty() ? inMemory() : Optional.empty();
        }
        Optional<RegistryFactory> factory = registryFactory();
        if (factory.isEmpty()) {
            return Optional.empty();
        }
        StoreSettings settings = StoreSettings.registry(config, type);
        Optional<Registry> registry = make("", () -> factory.get().create(settings.settings(), clock));
        problems.addAll(settings.unread());
        return registry;
    }

    /** Empty for the one that is in memory, and with a problem when nobody offers what was asked for. */
    private Optional<RegistryFactory> registryFactory() {
        String type = config.registryType();
        Optional<RegistryFactory> factory = type.equals(IN_MEMORY) ? Optional.empty() : plugins.registry(type);
        if (factory.isEmpty() && !type.equals(IN_MEMORY)) {
            unknown(ConfigKeys.REGISTRY_TYPE, "registry", type, withOurs(types(plugins.registries())));
        }
        return factory;
    }

    private Optional<Registry> inMemory() {
        return make(
                "",
                () -> config.registrySnapshot()
                        .<Registry>map(file -> InMemoryRegistry.open(file, System::nanoTime))
                        .orElseGet(InMemoryRegistry::new));
    }

    /** Empty for the one that the engine has of itself. */
    private Optional<EventStore> eventStore() {
        Optional<EventStoreFactory> factory = eventStoreFactory();
        if (factory.isEmpty()) {
            return Optional.empty();
        }
        String type = config.eventsStoreType().orElse(config.registryType());
        StoreSettings settings = StoreSettings.eventStore(config, type);
        Optional<EventStore> store = make("", () -> factory.get().create(settings.settings(), clock));
        problems.addAll(settings.unread());
        return store;
    }

    private Optional<EventStoreFactory> eventStoreFactory() {
        Optional<String> asked = config.eventsStoreType();
        String type = asked.orElse(config.registryType());
        Optional<EventStoreFactory> factory = type.equals(IN_MEMORY) ? Optional.empty() : plugins.eventStore(type);
        if (factory.isEmpty() && asked.isPresent() && !type.equals(IN_MEMORY)) {
            unknown(ConfigKeys.EVENTS_STORE_TYPE, "event store", type, withOurs(types(plugins.eventStores())));
        }
        return factory;
    }

    /** The commands that are configured: those of every app, then those of a rule. */
    static List<Hook> hooks(PawseConfig config) {
        Rules rules = config.rules();
        ShellCommands shell = new ShellCommands(config.environment());
        List<Hook> hooks = new ArrayList<>();
        if (!config.hooks().isEmpty()) {
            hooks.add(new ShellHook(
                    "of every app", (point, app) -> config.hooks().get(point), rules::displayName, shell));
        }
        if (rules.all().stream().anyMatch(Rule::hasHooks)) {
            hooks.add(new ShellHook(
                    "of a rule", (point, app) -> rules.policy(app).hooks().get(point), rules::displayName, shell));
        }
        return hooks;
    }

    private <T extends AutoCloseable> Optional<T> make(String who, Supplier<T> maker) {
        try {
            T part = maker.get();
            made.add(part);
            return Optional.of(part);
        } catch (PawseException e) {
            if (e.reason() == Reason.UNAUTHORIZED) {
                loggedOut(who, e.message());
            } else {
                e.message().lines().forEach(line -> problems.add(who + line));
            }
        } catch (LinkageError | RuntimeException e) {
            LOG.debug("a plugin failed", e);
            problems.add(who + "could not be made: " + e);
        }
        return Optional.empty();
    }

    private void loggedOut(String who, String message) {
        // "not logged in to heroku" says who it is about, unless the user calls it something else.
        String name = who.replace(": ", "");
        String line = message.contains(name) ? message : who + message;
        loggedOut.add(line);
        problems.add(line);
    }

    private void unknown(String variable, String what, String type, List<String> types) {
        problems.add(variable + ": there is no " + what + " of the type '" + type + "'" + NearestWord.hint(type, types)
                + "; known are " + known(types));
    }

    private String known(List<String> types) {
        String known = types.isEmpty() ? "none, as no plugin offers one" : String.join(", ", types);
        return plugins.problems().isEmpty()
                ? known
                : known + " (and not loaded: " + String.join("; ", plugins.problems()) + ")";
    }

    private static <T> List<String> types(List<Plugins.Plugin<T>> found) {
        return found.stream().map(Plugins.Plugin::type).toList();
    }

    private static List<String> withOurs(List<String> types) {
        List<String> all = new ArrayList<>(types);
        all.add(0, IN_MEMORY);
        return all;
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.debug("{} could not be closed", part.getClass(), e);
        }
    }
}
