package dev.pawse.scalingo;

import dev.pawse.http.Network;
import dev.pawse.spi.LoginForm;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Settings;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Capability;
import dev.pawse.spi.capability.ConfigHistory;
import dev.pawse.spi.capability.ConfigVars;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Timeline;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes providers of Scalingo accounts (developers.scalingo.com). Settings: {@code api-token}, {@code region} (several with commas
 * between them), {@code timeout} and {@code operation-timeout}, {@code calls-per-minute}, {@code api-url}, {@code auth-url},
 * {@code db-api-url}; what Scalingo's CLI reads from the environment or from its file of logins is used where ours is absent. A provider
 * may be used by many threads; it fails with {@link Reason#UNAUTHORIZED} when there is no token.
 */
public final class ScalingoProviderFactory implements ProviderFactory {
    private static final String REGION = "osc-fr1";
    private static final int CALLS = 50;
    private static final int MOST_CALLS = 55;

    @Override
    public String type() {
        return "scalingo";
    }

    @Override
    public String description() {
        return "apps on Scalingo, by its API of version 1";
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
                Timeline.class,
                Shell.class,
                Databases.class);
    }

    @Override
    public LoginForm loginForm() {
        return new LoginForm(
                List.of(List.of("api-token")), "an API token of https://dashboard.scalingo.com/account/tokens");
    }

    @Override
    public Provider create(ProviderContext context) {
        Settings settings = context.settings();
        Clock clock = context.clock();
        Addresses addresses = Addresses.of(settings);
        List<String> regions = regions(settings);
        Duration silence = settings.duration("timeout", Duration.ofSeconds(15));
        Duration operation = settings.duration("operation-timeout", Duration.ofSeconds(30));
        int calls = settings.integer("calls-per-minute", CALLS, 1, MOST_CALLS);
        ScalingoLogin login = ScalingoLogin.find(context);
        Account account = new Account(
                Network.of(context.environment(), silence), clock, addresses, login.token(), regions, calls);
        Apps apps = new Apps(context.name(), account);
        Operations operations = new Operations(clock);
        ScalingoShell shell = new ScalingoShell(account, operations, apps);
        return new ScalingoProvider(
                account,
                login.source(),
                apps,
                List.of(
                        new ScalingoScaling(apps, operations, clock, operation),
                        new ScalingoProcesses(apps),
                        new ScalingoLogs(account, apps),
                        new ScalingoConfigVars(apps),
                        new ScalingoConfigHistory(apps),
                        new ScalingoBuilds(account, apps),
                        new ScalingoDeployments(apps),
                        new ScalingoTimeline(apps),
                        shell,
                        new ScalingoDatabases(
                                apps, new DatabaseApi(account), new DatabaseLoad(account, operations), shell)));
    }

    private static List<String> regions(Settings settings) {
        String vendors = settings.text("scalingo-region").orElse(REGION);
        String text = settings.text("region").orElse(vendors);
        Set<String> names = new LinkedHashSet<>();
        Arrays.stream(text.split(",")).map(String::strip).forEach(names::add);
        if (!names.stream().allMatch(name -> name.matches("[a-z0-9]+(-[a-z0-9]+)*"))) {
            throw settings.invalid(
                    settings.text("region").isPresent() ? "region" : "scalingo-region",
                    "is not a region such as osc-fr1, or several with commas between them: '" + text + "'");
        }
        return List.copyOf(names);
    }
}
