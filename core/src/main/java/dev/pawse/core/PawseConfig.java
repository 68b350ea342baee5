package dev.pawse.core;

import dev.pawse.spi.Hook;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything that a user of Pawse can set, read and checked. Immutable.
 *
 * <p>Flags win over the environment, the environment over {@code .env} in the working folder, that over {@code settings:} in
 * {@code pawse.yml}, and all of them over the defaults of {@link ConfigKeys}. A blank value stands for the default.
 */
public final class PawseConfig {
    private final ConfigSources sources;
    private final Path directory;
    private static final String EVERY_MINUTE = "* * * * *";

    private final Map<String, String> environment;
    private final Logins logins;
    private final ListenSettings listen;
    private final ProxyLimits limits;
    private final Rules rules;
    private final Optional<Path> file;
    private final List<ProviderName> providers;
    private final String registryType;
    private final Optional<Path> registrySnapshot;
    private final Supplier<Cron> sweeps;
    private final Duration maxIdle;
    private final Map<Hook.Point, HookCommand> hooks;
    private final String loggingLevel;
    private final boolean dryRun;
    private final List<String> warnings;

    PawseConfig(ConfigLoader.Loaded loaded) {
        ConfigReader reader = loaded.reader();
        sources = loaded.sources();
        directory = loaded.directory();
        environment = loaded.environment();
        logins = loaded.logins();
        file = loaded.file();
        listen = ListenSettings.read(reader, loaded.problems());
        limits = loaded.limits();
        rules = loaded.rules();
        providers = reader.text(ConfigKeys.PROVIDER_NAME)
                .map(text -> ProviderName.list(text, reader.origin(ConfigKeys.PROVIDER_NAME), loaded.problems()))
                .orElse(List.of());
        registryType = reader.text(ConfigKeys.REGISTRY_TYPE).orElseThrow();
        registrySnapshot = reader.path(ConfigKeys.REGISTRY_SNAPSHOT_FILE);
        sweeps = sweeps(reader);
        maxIdle = loaded.maxIdle();
        hooks = loaded.hooks();
        loggingLevel = reader.word(ConfigKeys.LOGGING_LEVEL, List.of("info", "trace", "debug", "warn", "error", "off"));
        dryRun = reader.flag(ConfigKeys.DRY_RUN);
        warnings = warnings(loaded);
    }

    // A command asks for no cron expression, and to load what reads them would cost each one 20 ms.
    private static Supplier<Cron> sweeps(ConfigReader reader) {
        if (reader.text(ConfigKeys.SWEEP_CRON).filter(EVERY_MINUTE::equals).isPresent()) {
            return () -> Cron.parse(EVERY_MINUTE);
        }
        Cron asked = reader.parsed(ConfigKeys.SWEEP_CRON, Cron::parse, Cron.parse(EVERY_MINUTE));
        return () -> asked;
    }

    private List<String> warnings(ConfigLoader.Loaded loaded) {
        Problems all = new Problems();
        all.addAll(loaded.warnings());
        List<String> names = providers.stream().map(ProviderName::name).toList();
        for (Rule rule : rules.all()) {
            String wanted = rule.provider();
            if (wanted != null && !names.isEmpty() && !names.contains(wanted)) {
                all.add(rule.where() + ": provider: '" + wanted + "' is not one of " + String.join(", ", names)
                        + ", so the rule is about no app" + NearestWord.hint(wanted, names));
            }
        }
        return all.all();
    }

    /**
     * Reads the configuration of a folder.
     *
     * @param environment the process's environment
     * @param directory the working folder, which may hold {@code .env}, {@code pawse.yml} or {@code paastis.yml}
     * @param flags the flags that were really given, each by its name without dashes ({@code port}) or by the variable it sets
     *     ({@code PORT}); never a default
     * @throws PawseException {@link Reason#INVALID} with every problem, one a line
     */
    public static PawseConfig read(Map<String, String> environment, Path directory, Map<String, String> flags) {
        return read(environment, directory, flags, Logins.NONE);
    }

    /** The same, with what users entered to log in, for providers whose settings hold no credentials. */
    public static PawseConfig read(
            Map<String, String> environment, Path directory, Map<String, String> flags, Logins logins) {
        return ConfigLoader.load(environment, directory, flags, logins);
    }

    /**
     * What the configuration describes, made and wired: providers, registry, event store, rules, hooks, sweeps. No network call.
     *
     * @throws PawseException {@link Reason#INVALID} with every problem of the parts, one a line: a type that nobody offers, a
     *     setting that is missing, wrong or not known; {@link Reason#UNAUTHORIZED} when nothing but credentials is missing
     */
    public Pawse.Builder engine(Plugins plugins, Clock clock) {
        return new EngineParts(this, plugins, clock).builder();
    }

    /**
     * The providers alone, by name, for commands that need no engine: no registry is opened. The caller closes them. No network call.
     *
     * @throws PawseException as {@link #engine} does
     */
    public Map<String, Provider> providers(Plugins plugins, Clock clock) {
        return new EngineParts(this, plugins, clock).providers();
    }

    /**
     * The same, after a look for all else that {@link #engine} would find wrong: whether a proxy would start with this. No registry is
     * opened. The caller closes the providers.
     *
     * @throws PawseException as {@link #engine} does
     */
    public Map<String, Provider> check(Plugins plugins, Clock clock) {
        return new EngineParts(this, plugins, clock).checked();
    }

    /**
     * The variables that say something else in a newer configuration and that a process takes over only when it starts: addresses,
     * providers, registry and event store. Sorted; of the rest it can {@link Pawse#reload} all.
     */
    public List<String> needRestart(PawseConfig newer) {
        return FixedSettings.changed(this, newer);
    }

    /**
     * One provider by itself, whether the configuration names it or not. The caller closes it. No network call.
     *
     * @throws PawseException {@link Reason#UNAUTHORIZED} when there are no credentials for it; {@link Reason#INVALID} when a
     *     setting is missing or wrong, or nobody offers its type
     */
    public Provider provider(ProviderName name, Plugins plugins, Clock clock) {
        return new EngineParts(this, plugins, clock).provider(name);
    }

    /** Where the proxy listens. */
    public String host() {
        return listen.host();
    }

    /** The proxy's port; 0 for a free one. */
    public int port() {
        return listen.port();
    }

    public String adminHost() {
        return listen.adminHost();
    }

    /** The admin listener's port; 0 for a free one. */
    public int adminPort() {
        return listen.adminPort();
    }

    /** What the admin API asks for; without it nothing but health is to be answered. */
    public Optional<Secret> adminToken() {
        return listen.adminToken();
    }

    /** Whether the proxy's own port serves the system API; then there is a token. */
    public boolean systemApiEnabled() {
        return listen.systemApiEnabled();
    }

    public Optional<Secret> systemApiToken() {
        return listen.systemApiToken();
    }

    /** How long a request is held where no rule says otherwise. */
    public Duration holdLimit() {
        return limits.holdLimit();
    }

    /** How many requests are held for one app where no rule says otherwise. */
    public int maxWaiters() {
        return limits.maxWaiters();
    }

    /** How many requests are held for all apps together. */
    public int maxWaitersTotal() {
        return limits.maxWaitersTotal();
    }

    /** How long requests are still taken once Pawse is told to stop, while load balancers notice. */
    public Duration preStopDelay() {
        return limits.preStopDelay();
    }

    /** How long requests in flight may take after that. */
    public Duration shutdownLimit() {
        return limits.shutdownLimit();
    }

    /** How long a wake may take. */
    public Duration wakeTimeout() {
        return limits.wakeTimeout();
    }

    /** The providers that are asked for, in their order; empty when none is. */
    public List<ProviderName> providers() {
        return providers;
    }

    /** The region of every provider that has no region of its own. */
    public Optional<String> region() {
        return sources.find(ConfigKeys.PROVIDER_REGION).map(ConfigSources.Found::text);
    }

    public String registryType() {
        return registryType;
    }

    /** The file by which the in-memory registry outlives a restart. */
    public Optional<Path> registrySnapshot() {
        return registrySnapshot;
    }

    /** The type of event store that was asked for; empty when it follows the registry. */
    public Optional<String> eventsStoreType() {
        return sources.find(ConfigKeys.EVENTS_STORE_TYPE).map(ConfigSources.Found::text);
    }

    /** When idle apps are looked for. */
    public Cron sweeps() {
        return sweeps.get();
    }

    /** How long nobody may use an app before it rests, where no rule says otherwise. */
    public Duration maxIdle() {
        return maxIdle;
    }

    public Rules rules() {
        return rules;
    }

    /** The commands that run around every app's transitions. */
    public Map<Hook.Point, HookCommand> hooks() {
        return hooks;
    }

    /** {@code trace}, {@code debug}, {@code info}, {@code warn}, {@code error} or {@code off}. */
    public String loggingLevel() {
        return loggingLevel;
    }

    /** Whether everything is decided and nothing is done. */
    public boolean dryRun() {
        return dryRun;
    }

    /** The file that held the rules, if there was one. */
    public Optional<Path> file() {
        return file;
    }

    /** What looks like a mistake and stops nothing: a variable that is spelt like one of ours, a readable secret. */
    public List<String> warnings() {
        return warnings;
    }

    LiveSettings liveSettings() {
        return new LiveSettings(rules, EngineParts.hooks(this), after -> sweeps().next(after), wakeTimeout());
    }

    ConfigSources sources() {
        return sources;
    }

    /** Our environment, of which hooks see the harmless part. */
    Map<String, String> environment() {
        return environment;
    }

    Logins logins() {
        return logins;
    }

    Path directory() {
        return directory;
    }

    /** What is set, without a single value: some are secret. */
    @Override
    public String toString() {
        return "PawseConfig" + sources.names();
    }
}
