package dev.pawse.cli;

import dev.pawse.core.Decision;
import dev.pawse.core.Pawse;
import dev.pawse.core.PawseConfig;
import dev.pawse.core.Plugins;
import dev.pawse.core.ProviderName;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds out which providers and which app a command is about, and makes those providers and no others. */
public final class Targets implements AutoCloseable {
    /** What belongs to the proxy: a command of its own must not take its registry's file from it. */
    private static final Map<String, String> NOT_OURS =
            Map.of("REGISTRY_TYPE", "in-memory", "REGISTRY_SNAPSHOT_FILE", "", "EVENTS_STORE_TYPE", "in-memory");

    private final Session session;
    private final World world;
    private final @Nullable ProjectFile project;
    private @Nullable Map<String, Provider> made;

    Targets(Session session) {
        this.session = session;
        world = session.world();
        project = ProjectFile.nearest(world.directory()).orElse(null);
    }

    /**
     * The app that the command line, the environment or {@code .pawse.yml} names.
     *
     * @throws Failure when none does, or when it could be on several providers
     */
    public Target app() {
        return app(null);
    }

    /** The same, where an argument may name it as well. */
    public Target app(@Nullable String argument) {
        AppName name = name(argument);
        String provider = providerFor(name);
        Map<String, Provider> made = make(provider);
        if (made.size() != 1) {
            throw Problem.usage(
                            "which provider? " + name.name() + " may be on any of " + String.join(", ", made.keySet()))
                    .next("-a " + made.keySet().iterator().next() + ":" + name.name())
                    .failure();
        }
        Map.Entry<String, Provider> one = made.entrySet().iterator().next();
        Target target = new Target(new dev.pawse.spi.AppId(one.getKey(), name.name()), one.getValue());
        session.about(target);
        return target;
    }

    /** Every provider that is configured, or the one that is asked for; by name. */
    public Map<String, Provider> providers() {
        return make(explicitProvider(null));
    }

    /** Every provider that is configured, and every other one of which there are credentials; by name. */
    public Map<String, Provider> everyProvider() {
        PawseConfig config = config();
        List<String> names = new Credentials(session, config)
                .usable().stream().map(ProviderName::toString).toList();
        return names.isEmpty() ? providers() : open(read(Map.of("PROVIDER_NAME", String.join(",", names))));
    }

    /** The app's name where one is given, else null; no provider is made for it. */
    public @Nullable String nameOrNull() {
        String given = session.options().app != null ? session.options().app : world.variable("PAWSE_APP");
        return given == null ? null : AppName.parse(given, "--app").name();
    }

    /** The configuration of this folder and environment. */
    public PawseConfig config() {
        return read(Map.of());
    }

    /** The provider that an argument, a flag, the environment or {@code .pawse.yml} asks for, or null; none is made. */
    public @Nullable ProviderName asked(@Nullable String argument) {
        String wanted = argument == null ? explicitProvider(null) : argument;
        return wanted == null ? null : named(config(), wanted);
    }

    /** What a sweep would do now. */
    public List<Decision> plan() {
        try (Pawse engine = chosen(explicitProvider(null))
                .engine(session.plugins(), world.clock())
                .build()) {
            return engine.plan();
        } catch (PawseException e) {
            throw Session.badConfig(e);
        }
    }

    /** The only provider that was made for the command, or null. */
    @Nullable
    Provider only() {
        return made == null || made.size() != 1
                ? null
                : made.values().iterator().next();
    }

    @Override
    public void close() {
        if (made != null) {
            made.values().forEach(Provider::close);
        }
    }

    private AppName name(@Nullable String argument) {
        if (argument != null) {
            return AppName.parse(argument, "APP");
        }
        if (session.options().app != null) {
            return AppName.parse(session.options().app, "--app");
        }
        String variable = world.variable("PAWSE_APP");
        if (variable != null) {
            return AppName.parse(variable, "PAWSE_APP");
        }
        if (project != null && project.app() != null) {
            return AppName.parse(project.app(), project.path() + ": app");
        }
        String file = project == null
                ? "no " + ProjectFile.NAME + " in " + world.directory() + " or above"
                : project.path() + " names none";
        throw Problem.usage("no app given: use -a APP, PAWSE_APP or " + ProjectFile.NAME
                        + " (looked at: --app not given," + " PAWSE_APP not set, " + file + ")")
                .next("pawse apps")
                .failure();
    }

    private @Nullable String providerFor(AppName name) {
        String flag = session.options().provider;
        if (flag != null && name.provider() != null && !flag.equals(name.provider())) {
            throw Problem.usage("--provider says " + flag + " and the app says " + name.provider())
                    .failure();
        }
        return explicitProvider(name.provider());
    }

    private @Nullable String explicitProvider(@Nullable String inApp) {
        if (session.options().provider != null) {
            return session.options().provider;
        }
        if (inApp != null) {
            return inApp;
        }
        String variable = world.variable("PAWSE_PROVIDER");
        if (variable != null) {
            return variable;
        }
        return project == null ? null : project.provider();
    }

    private Map<String, Provider> make(@Nullable String wanted) {
        return made == null ? open(chosen(wanted)) : made;
    }

    private Map<String, Provider> open(PawseConfig config) {
        session.messages().verbose("providers: " + config.providers());
        try {
            made = new TreeMap<>(config.providers(session.plugins(), world.clock()));
            return made;
        } catch (PawseException e) {
            throw Session.badConfig(e);
        }
    }

    /** The configuration with the providers that the command is about, and no others. */
    private PawseConfig chosen(@Nullable String wanted) {
        PawseConfig config = config();
        if (wanted != null) {
            return read(Map.of("PROVIDER_NAME", named(config, wanted).toString()));
        }
        return config.providers().isEmpty()
                ? read(Map.of("PROVIDER_NAME", new Credentials(session, config).onlyOne()))
                : config;
    }

    private PawseConfig read(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(world.environment());
        // Acts on the processes of a running proxy rather than on some of its own.
        environment.put("PROVIDER_LOCAL_ATTACH", "true");
        Map<String, String> flags = new HashMap<>(NOT_OURS);
        flags.putAll(more);
        if (session.options().region != null) {
            flags.put("region", session.options().region);
        }
        try {
            return PawseConfig.read(environment, world.directory(), flags);
        } catch (PawseException e) {
            throw Session.badConfig(e);
        }
    }

    /** The provider that is asked for, as the configuration writes it; a type that it does not name will do as well. */
    private ProviderName named(PawseConfig config, String wanted) {
        for (ProviderName name : config.providers()) {
            if (name.name().equals(wanted)) {
                return name;
            }
        }
        List<String> known =
                session.plugins().providers().stream().map(Plugins.Plugin::type).toList();
        if (!known.contains(wanted)) {
            throw Problem.of(Reason.INVALID, "there is no provider " + wanted)
                    .similar(Similar.to(wanted, known).orElse(null))
                    .next("pawse providers")
                    .failure();
        }
        return new ProviderName(wanted, wanted);
    }
}
