package dev.pawse.cli;

import dev.pawse.core.PawseConfig;
import dev.pawse.core.Plugins;
import dev.pawse.core.ProviderName;
import dev.pawse.spi.AppId;
import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds out to which platforms somebody is logged in here, without a call to any. */
public final class Credentials {
    /** Nobody has an app of this name; whether the platform says so, or that it is somebody else's, it knew who asked. */
    private static final String NOBODYS = "pawse-auth-status";

    private final Session session;
    private final PawseConfig config;

    public Credentials(Session session, PawseConfig config) {
        this.session = session;
        this.config = config;
    }

    /**
     * What became of the attempt to make a provider.
     *
     * @param source where its credentials were found; null when it needs none, or has none
     * @param problem why it could not be made, or null when it could
     */
    public record Login(
            ProviderName name,
            @Nullable CredentialSource source,
            @Nullable PawseException problem) {
        /** Whether nothing but credentials is missing. */
        public boolean isLoggedOut() {
            return problem != null && problem.reason() == Reason.UNAUTHORIZED;
        }
    }

    /** Every provider that the configuration names, and every other type that is known. */
    public List<ProviderName> names() {
        List<ProviderName> names = new ArrayList<>(config.providers());
        for (Plugins.Plugin<?> plugin : session.plugins().providers()) {
            if (names.stream().noneMatch(name -> name.type().equals(plugin.type()))) {
                names.add(new ProviderName(plugin.type(), plugin.type()));
            }
        }
        return names;
    }

    /** Makes a provider and looks where it has its credentials from. */
    public Login look(ProviderName name) {
        return look(name, provider -> {});
    }

    /** The same, and hands on the provider, which lives only so long. */
    public Login look(ProviderName name, Consumer<Provider> use) {
        Optional<CredentialSource> source = Optional.empty();
        try (Provider provider =
                config.provider(name, session.plugins(), session.world().clock())) {
            source = provider.credentials();
            use.accept(provider);
            return new Login(name, source.orElse(null), null);
        } catch (PawseException e) {
            return new Login(name, source.orElse(null), e);
        }
    }

    /** Where the credentials come from that are used, unless it is what was entered to log in. */
    public Optional<String> besides(ProviderName name) {
        CredentialSource source = look(name).source();
        return Optional.ofNullable(source)
                .map(CredentialSource::origin)
                .filter(origin -> !origin.endsWith(LoginStore.ENTERED));
    }

    /**
     * Asks a platform once whether it accepts the credentials.
     *
     * @throws PawseException {@link Reason#UNAUTHORIZED} when it does not, or whatever else goes wrong
     */
    public static void ask(ProviderName name, Provider provider) {
        try {
            boolean unused = provider.app(new AppId(name.name(), NOBODYS)).isPresent();
        } catch (PawseException e) {
            if (e.reason() != Reason.FORBIDDEN && e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Those that the configuration names, and the others of which there are credentials or settings. */
    List<ProviderName> usable() {
        return names().stream()
                .filter(name -> config.providers().contains(name) || isMeant(look(name)))
                .toList();
    }

    /** Whether somebody means to use a provider: there are credentials for it, or settings where it needs none. */
    public boolean isMeant(Login login) {
        return login.source() != null
                || (!login.isLoggedOut() && hasSettings(login.name().type()));
    }

    /**
     * The only provider of which there are credentials or settings.
     *
     * @throws Failure when there is none, or more than one
     */
    String onlyOne() {
        Map<String, String> found = new TreeMap<>();
        List<String> none = new ArrayList<>();
        for (ProviderName name : names()) {
            Login login = look(name);
            if (isMeant(login)) {
                CredentialSource source = login.source();
                found.put(name.type(), source == null ? "its settings" : source.origin());
            } else {
                none.add(name.type());
            }
        }
        if (found.size() == 1) {
            return found.keySet().iterator().next();
        }
        throw Problem.usage("no provider given: use --provider, PAWSE_PROVIDER, PROVIDER_NAME or " + ProjectFile.NAME
                        + (found.isEmpty()
                                ? " (looked for credentials of " + String.join(", ", none) + ", and found none)"
                                : " (credentials are there for " + several(found) + ")"))
                .next(
                        found.isEmpty()
                                ? "pawse auth status"
                                : "--provider " + found.keySet().iterator().next())
                .failure();
    }

    private static String several(Map<String, String> found) {
        List<String> texts = new ArrayList<>();
        found.forEach((type, origin) -> texts.add(type + ": " + origin));
        return String.join("; ", texts);
    }

    /** A type's first word is enough, as in {@code PROVIDER_CLEVER_TOKEN}. */
    private boolean hasSettings(String type) {
        String prefix = "PROVIDER_" + type.split("-", 2)[0].toUpperCase(Locale.ROOT) + "_";
        return session.world().environment().keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }
}
