package dev.pawse.cli;

import dev.pawse.core.Decision;
import dev.pawse.core.Pawse;
import dev.pawse.core.PawseConfig;
import dev.pawse.core.Plugins;
import dev.pawse.core.ProviderName;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.LoginForm;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds out which providers and which app a command is about, and makes those providers and no others. */
public final class Targets implements AutoCloseable {
    /** What belongs to the proxy: a command of its own must not take its registry's file from it. */
    private static final Map<String, String> NOT_OURS =
            Map.of("REGISTRY_TYPE", "in-memory", "REGISTRY_SNAPSHOT_FILE", "", "EVENTS_STORE_TYPE", "in-memory");

    private final Session session;
    private final World world;
    private final Choices choices;
    private final Map<String, String> origins = new LinkedHashMap<>();
    private @Nullable PawseConfig config;
    private @Nullable Map<String, Provider> made;

    Targets(Session session) {
        this.session = session;
        world = session.world();
        choices = new Choices(session.options(), world);
    }

    /**
     * The app that the command line, the environment, {@code .pawse.yml} or the git repository names.
     *
     * @throws Failure when none does, or when it could be on several providers
     */
    public Target app() {
        return app(null);
    }

    /** The same, where an argument may name it as well. */
    public Target app(@Nullable String argument) {
        Choices.Choice choice = choices.app(argument, this::wantedTypes);
        Map<String, Provider> made = make(choice);
        String name = choice.name().name();
        if (made.size() != 1) {
            throw Problem.usage("which provider? " + name + " may be on any of " + String.join(", ", made.keySet()))
                    .next("-a " + made.keySet().iterator().next() + ":" + name)
                    .failure();
        }
        Map.Entry<String, Provider> one = made.entrySet().iterator().next();
        Target target = new Target(id(choice, new AppId(one.getKey(), name), one.getValue()), one.getValue());
        origins.put("app", choice.origin());
        one.getValue().credentials().ifPresent(source -> origins.put("credentials", source.origin()));
        session.about(target);
        return target;
    }

    /** Where a git remote holds the platform's own id of an app, the app has a name beside it. */
    private static AppId id(Choices.Choice choice, AppId id, Provider provider) {
        GitRemote remote = choice.remote();
        return remote == null || !remote.isById()
                ? id
                : provider.app(id).map(App::id).orElse(id);
    }

    /** Who said what the last {@link #app()} was made of: {@code app}, {@code provider}, {@code region}, {@code credentials}. */
    public Map<String, String> origins() {
        return Collections.unmodifiableMap(origins);
    }

    /** Every provider that is configured, or the one that is asked for; by name. */
    public Map<String, Provider> providers() {
        return make(null);
    }

    /** Every provider that is configured, and every other one of which there are credentials; by name. */
    public Map<String, Provider> everyProvider() {
        PawseConfig config = config();
        List<String> names = new Credentials(session, config)
                .usable().stream().map(ProviderName::toString).toList();
        return names.isEmpty() ? providers() : open(read(Map.of("PROVIDER_NAME", String.join(",", names)), null));
    }

    /** The app's name where one is given, else null; no provider is made for it. */
    public @Nullable String nameOrNull() {
        AppName name = choices.appOrNull();
        return name == null ? null : name.name();
    }

    /** The app's name where anybody gives one, as for {@link #app()}, else null; no provider is made for it. */
    public @Nullable String anyName() {
        Choices.Choice choice = choices.anyApp(this::wantedTypes);
        return choice == null ? null : choice.name().name();
    }

    /** The app as a running proxy is asked for it: {@code provider/name}, or the name alone; no provider is made for it. */
    public String nameForProxy(@Nullable String argument) {
        Choices.Choice choice = choices.app(argument, Set::of);
        GitRemote remote = choice.remote();
        Given provider = choices.provider(choice);
        String name = choice.name().name();
        if (provider != null) {
            return provider.text().split(":", 2)[0] + "/" + name;
        }
        return remote == null ? name : remote.type() + "/" + name;
    }

    /** The proxy's own configuration, with what else its flags say. */
    public PawseConfig proxyConfig(Map<String, String> flags) {
        try {
            return PawseConfig.read(world.environment(), world.directory(), flags, LoginStore.of(world));
        } catch (PawseException e) {
            throw Session.badConfig(e);
        }
    }

    /** The configuration of this folder and environment. */
    public PawseConfig config() {
        if (config == null) {
            config = read(Map.of(), null);
        }
        return config;
    }

    /** The provider that an argument, a flag, the environment or a file asks for, or null; none is made. */
    public @Nullable ProviderName asked(@Nullable String argument) {
        Given wanted = argument == null ? choices.provider(null) : new Given(argument, "PROVIDER");
        return wanted == null ? null : named(wanted.text());
    }

    /** A provider that uses these credentials, by the keys of its settings, in place of the environment's; the caller closes it. */
    public Provider entered(ProviderName name, Map<String, Secret> secrets, LoginForm form) {
        Map<String, String> environment = new HashMap<>(world.environment());
        for (List<String> way : form.ways()) {
            for (String key : way) {
                for (String word : List.of(name.name(), name.type(), name.type().split("-", 2)[0])) {
                    environment.remove("PROVIDER_" + variable(word) + "_" + variable(key));
                }
            }
        }
        secrets.forEach((key, secret) ->
                environment.put("PROVIDER_" + variable(name.type()) + "_" + variable(key), secret.reveal()));
        Given region = choices.region();
        Map<String, String> flags = new HashMap<>(NOT_OURS);
        if (region != null) {
            flags.put("region", region.text());
        }
        try {
            return PawseConfig.read(environment, world.directory(), flags)
                    .provider(name, session.plugins(), world.clock());
        } catch (PawseException e) {
            throw Session.badConfig(e);
        }
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** What a sweep would do now. */
    public List<Decision> plan() {
        try (Pawse engine =
                chosen(null).engine(session.plugins(), world.clock()).build()) {
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

    private Map<String, Provider> make(Choices.@Nullable Choice app) {
        return made == null ? open(chosen(app)) : made;
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
    private PawseConfig chosen(Choices.@Nullable Choice app) {
        Given wanted = choices.provider(app);
        if (wanted != null) {
            origins.put("provider", wanted.origin());
            return read(Map.of("PROVIDER_NAME", named(wanted.text()).toString()), app);
        }
        List<ProviderName> configured = config().providers();
        GitRemote remote = app == null ? null : app.remote();
        if (app != null && remote != null) {
            origins.put("provider", app.origin());
            return read(Map.of("PROVIDER_NAME", ofType(remote.type(), configured)), app);
        }
        if (configured.isEmpty()) {
            String only = new Credentials(session, config()).onlyOne();
            origins.put("provider", "the only one with credentials");
            return read(Map.of("PROVIDER_NAME", only), app);
        }
        origins.put("provider", "PROVIDER_NAME");
        return read(Map.of(), app);
    }

    /** On which types of provider an app may be that only the git repository names; empty for any. */
    private Set<String> wantedTypes() {
        Given wanted = choices.provider(null);
        List<ProviderName> names = wanted == null ? config().providers() : List.of(named(wanted.text()));
        Set<String> types = new TreeSet<>();
        names.forEach(name -> types.add(name.type()));
        return types;
    }

    private static String ofType(String type, List<ProviderName> configured) {
        List<String> names = new ArrayList<>();
        for (ProviderName name : configured) {
            if (name.type().equals(type)) {
                names.add(name.toString());
            }
        }
        return names.isEmpty() ? type : String.join(",", names);
    }

    private PawseConfig read(Map<String, String> more, Choices.@Nullable Choice app) {
        Map<String, String> environment = new HashMap<>(world.environment());
        // Acts on the processes of a running proxy rather than on some of its own.
        environment.put("PROVIDER_LOCAL_ATTACH", "true");
        Map<String, String> flags = new HashMap<>(NOT_OURS);
        flags.putAll(more);
        Given region = choices.region();
        if (region != null) {
            flags.put("region", region.text());
            origins.put("region", region.origin());
        }
        try {
            PawseConfig read = PawseConfig.read(environment, world.directory(), flags, LoginStore.of(world));
            if (read.region().isPresent()) {
                origins.putIfAbsent("region", "PROVIDER_REGION");
                return read;
            }
            Given usual = choices.usualRegion(app);
            if (usual == null) {
                return read;
            }
            origins.put("region", usual.origin());
            environment.put("PROVIDER_REGION", usual.text());
            return PawseConfig.read(environment, world.directory(), flags, LoginStore.of(world));
        } catch (PawseException e) {
            throw Session.badConfig(e);
        }
    }

    /** The provider that is asked for, as the configuration writes it; a type that it does not name will do as well. */
    private ProviderName named(String wanted) {
        for (ProviderName name : config().providers()) {
            if (name.name().equals(wanted) || name.toString().equals(wanted)) {
                return name;
            }
        }
        // An account by a word of its own, as a profile has it: work:heroku.
        int colon = wanted.indexOf(':');
        String type = wanted.substring(colon + 1);
        List<String> known =
                session.plugins().providers().stream().map(Plugins.Plugin::type).toList();
        if (!known.contains(type)) {
            throw Problem.of(Reason.INVALID, "there is no provider " + type)
                    .similar(Similar.to(type, known).orElse(null))
                    .next("pawse providers")
                    .failure();
        }
        return new ProviderName(colon < 0 ? type : wanted.substring(0, colon), type);
    }
}
