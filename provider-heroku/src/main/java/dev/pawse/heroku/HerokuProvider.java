package dev.pawse.heroku;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Capability;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A provider of apps on Heroku, seen through one token. Safe for many threads. */
final class HerokuProvider implements Provider {
    /** How the two generations of Heroku's router call themselves. */
    private static final Set<String> ROUTERS = Set.of("cowboy", "heroku");

    private final HerokuApi api;
    private final HerokuApps apps;
    private final CredentialSource login;
    private final List<Capability> capabilities;

    private HerokuProvider(HerokuApi api, HerokuApps apps, CredentialSource login, List<Capability> capabilities) {
        this.api = api;
        this.apps = apps;
        this.login = login;
        this.capabilities = capabilities;
    }

    /**
     * @param teams the teams whose apps alone are seen; empty for every app that the token may see
     * @param domainsEvery how long an app's domains are believed when nobody waits for them
     * @param maxLifetime after which the platform ends a one-off dyno whatever happens here
     */
    static HerokuProvider create(
            HerokuApi api, CredentialSource login, Set<String> teams, Duration domainsEvery, Duration maxLifetime) {
        HerokuShell shell = new HerokuShell(api, maxLifetime);
        HerokuConfigHistory history = new HerokuConfigHistory(api);
        return new HerokuProvider(
                api,
                new HerokuApps(api, teams, new Domains(api, domainsEvery)),
                login,
                List.of(
                        new HerokuScaling(api),
                        new HerokuProcesses(api),
                        new HerokuLogs(api),
                        new HerokuConfigVars(api, history),
                        new HerokuBuilds(api),
                        new HerokuDeployments(api),
                        history,
                        new HerokuReleases(api),
                        new HerokuTimeline(api),
                        shell,
                        new HerokuDatabases(api, shell)));
    }

    @Override
    public List<App> apps() {
        return apps.all();
    }

    @Override
    public Optional<App> app(AppId id) {
        return apps.find(id);
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
        return capabilities.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /**
     * The router's own page: HTML that must not be stored, of a server that calls itself by the router's name, and without the
     * {@code Via} that the router adds to whatever an app answers. The page's code (H10, H14, …) is in no header, so that an app
     * that crashed, that has no web dyno and that is in maintenance look alike; a page of one's own ({@code ERROR_PAGE_URL}) has
     * the same headers.
     */
    @Override
    public boolean isPlatformAnswer(int status, Function<String, @Nullable String> header) {
        return (status == 503 || status == 502 || status == 504)
                && ROUTERS.contains(value(header, "Server"))
                && value(header, "Via").isEmpty()
                && value(header, "Content-Type").startsWith("text/html")
                && value(header, "Cache-Control").contains("no-store");
    }

    private static String value(Function<String, @Nullable String> header, String name) {
        String value = header.apply(name);
        return value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<CredentialSource> credentials() {
        return Optional.of(login);
    }

    @Override
    public Optional<Duration> clockAhead() {
        return api.clockAhead();
    }

    @Override
    public void close() {
        api.close();
    }

    @Override
    public String toString() {
        return "HerokuProvider[" + api.provider() + "]";
    }
}
