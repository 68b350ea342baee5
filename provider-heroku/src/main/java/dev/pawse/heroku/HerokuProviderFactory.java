package dev.pawse.heroku;

import dev.pawse.http.ApiAnswer;
import dev.pawse.http.CallBudget;
import dev.pawse.http.Credential;
import dev.pawse.http.JsonApi;
import dev.pawse.http.Network;
import dev.pawse.spi.LoginForm;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.Settings;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Capability;
import dev.pawse.spi.capability.ConfigHistory;
import dev.pawse.spi.capability.ConfigVars;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Releases;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Timeline;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes providers of apps on Heroku (Platform API v3, and the API of its databases).
 *
 * <p>Settings: {@code api-token}, else {@code HEROKU_API_KEY}, else the password of the API's host in {@code ~/.netrc}; {@code teams},
 * a comma-separated list of those whose apps alone are seen; {@code timeout} for one answer, 30 s; {@code api-url} and
 * {@code data-url}; {@code calls-per-minute} (75) and {@code calls-burst} (4,500), the account's limit of calls;
 * {@code domains-every}, how long an app's domains are believed by sweeps and wakes, 30 min; {@code max-lifetime} of one-off dynos,
 * 12 h.
 */
public final class HerokuProviderFactory implements ProviderFactory {
    private static final URI API = URI.create("https://api.heroku.com");
    private static final URI DATA = URI.create("https://api.data.heroku.com");

    /** Heroku says not how long to wait; its own Go client begins with 30 s. */
    private static final Duration REFUSED_FOR = Duration.ofSeconds(30);

    @Override
    public String type() {
        return "heroku";
    }

    @Override
    public String description() {
        return "apps on Heroku, by its Platform API";
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
        return Set.of(
                Scaling.class,
                Processes.class,
                Logs.class,
                ConfigVars.class,
                ConfigHistory.class,
                Builds.class,
                Deployments.class,
                Releases.class,
                Timeline.class,
                Shell.class,
                Databases.class);
    }

    @Override
    public LoginForm loginForm() {
        return new LoginForm(
                List.of(List.of(Login.OWN)),
                "a token of \"heroku authorizations:create\", or the API key of https://dashboard.heroku.com/account");
    }

    /**
     * Reads the settings, and the token's file where the settings hold none.
     *
     * @throws dev.pawse.spi.PawseException {@link dev.pawse.spi.Reason#INVALID} for a wrong setting,
     *     {@link dev.pawse.spi.Reason#UNAUTHORIZED} when there is no token
     */
    @Override
    public Provider create(ProviderContext context) {
        Settings settings = context.settings();
        Clock clock = context.clock();
        URI api = settings.uri("api-url", API);
        URI data = settings.uri("data-url", DATA);
        Duration timeout = settings.duration("timeout", settings.duration("operation-timeout", Duration.ofSeconds(30)));
        int burst = settings.integer("calls-burst", 4_500, 10, 1_000_000);
        int perMinute = settings.integer("calls-per-minute", 75, 1, 1_000_000);
        Duration domainsEvery = settings.duration("domains-every", Duration.ofMinutes(30));
        Duration maxLifetime = settings.duration("max-lifetime", Duration.ofHours(12));
        if (maxLifetime.toSeconds() < 1 || maxLifetime.compareTo(Duration.ofDays(1)) > 0) {
            throw settings.invalid("max-lifetime", "is not between 1s and 24h, which is what Heroku allows");
        }
        Set<String> teams =
                settings.text("teams").map(HerokuProviderFactory::words).orElse(Set.of());
        Login login = Login.find(context, api);

        Network network = Network.of(context.environment(), timeout);
        CallBudget budget = CallBudget.of(clock, burst, perMinute);
        HerokuApi heroku = new HerokuApi(
                context.name(),
                network,
                api(network, api, login, budget, clock),
                api(network, data, login, budget, clock),
                clock);
        return HerokuProvider.create(heroku, login.source(), teams, domainsEvery, maxLifetime);
    }

    private static JsonApi api(Network network, URI address, Login login, CallBudget budget, Clock clock) {
        return JsonApi.builder(network, "heroku", address)
                .credential(Credential.bearer(login.token()))
                .headers(Map.of("Accept", HerokuApi.ACCEPT))
                .errors(new HerokuErrors())
                .budget(budget, clock)
                .remaining(HerokuProviderFactory::remaining)
                .refusedFor(REFUSED_FOR)
                .build();
    }

    private static int remaining(ApiAnswer answer) {
        try {
            return answer.header("RateLimit-Remaining").map(Integer::parseInt).orElse(-1);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static Set<String> words(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
