package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.NameCache;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Table;
import dev.pawse.spi.App;
import dev.pawse.spi.AppState;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawse apps}: every app of every configured provider, or of one. */
@Command(
        footer = {
            "pawse apps",
            "pawse apps --status stopped --json",
            "pawse apps --filter 'review-*'",
            "pawse apps --all-providers"
        })
public final class AppsList implements Action {
    @Option(
            names = "--status",
            paramLabel = "S",
            description = "Only those that are running, starting, stopping, stopped, crashed or unknown.")
    @Nullable
    String status;

    @Option(names = "--filter", paramLabel = "GLOB", description = "Only those whose name matches, e.g. 'review-*'.")
    @Nullable
    String filter;

    @Option(
            names = "--all-providers",
            description = "Also of providers that are not configured and to which you are logged in.")
    boolean allProviders;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "At most so many.")
    @Nullable
    Integer limit;

    @Override
    public int run(Session session) {
        AppState wanted = wantedState();
        List<App> apps = new ArrayList<>();
        int code = ExitCode.OK;
        for (Map.Entry<String, CompletableFuture<List<App>>> listing : read(allProviders
                        ? session.targets().everyProvider()
                        : session.targets().providers())
                .entrySet()) {
            try {
                List<App> all = listing.getValue().join();
                apps.addAll(all);
                NameCache.keepApps(session.world(), listing.getKey(), names(all));
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof PawseException failure)) {
                    throw e;
                }
                session.messages().warn(listing.getKey() + ": " + failure.message());
                code = ExitCode.of(failure.reason());
            }
        }
        List<App> shown = apps.stream()
                .filter(app -> wanted == null || app.state() == wanted)
                .filter(app -> filter == null || matches(filter, app.id().name()))
                .sorted(Comparator.comparing(App::id))
                .toList();
        if (limit != null && shown.size() > limit) {
            session.messages().info("The first " + limit + " of " + shown.size() + " apps.");
            shown = shown.subList(0, limit);
        }
        show(session, shown);
        return code;
    }

    /** Asks all at once: each takes as long as its platform does. */
    private static Map<String, CompletableFuture<List<App>>> read(Map<String, Provider> providers) {
        Map<String, CompletableFuture<List<App>>> listings = new LinkedHashMap<>();
        providers.forEach((name, provider) ->
                listings.put(name, CompletableFuture.supplyAsync(provider::apps, AppsList::onItsOwnThread)));
        return listings;
    }

    private static List<String> names(List<App> apps) {
        return apps.stream().map(app -> app.id().name()).toList();
    }

    private static void show(Session session, List<App> apps) {
        AppUse use = AppUse.ask(session);
        Instant now = session.world().clock().instant();
        // People are spared the columns of which nothing is known; programs count them.
        boolean deployed = !session.out().isHuman() || apps.stream().anyMatch(app -> AppFacts.deployedAt(app) != null);
        boolean sleeps = !session.out().isHuman() || use.isKnown();
        List<String> titles = new ArrayList<>(List.of("NAME", "PROVIDER", "STATUS", "PROCESSES", "URL"));
        if (deployed) {
            titles.add("DEPLOYED");
        }
        if (sleeps) {
            titles.add("SLEEPS IN");
        }
        Table table = new Table(titles.toArray(String[]::new));
        for (App app : apps) {
            List<Object> row = new ArrayList<>(List.of(
                    Table.styled(app.id().name(), Style.BOLD),
                    app.id().provider(),
                    Table.styled(app.alwaysOn() ? "always on" : app.state().label(), Style.of(app.state())),
                    session.out().isHuman()
                            ? AppFacts.quantities(app.formation())
                            : AppFacts.formation(app.formation()),
                    url(app)));
            if (deployed) {
                row.add(Ages.ago(AppFacts.deployedAt(app), now));
            }
            if (sleeps) {
                row.add(use.sleepsIn(app));
            }
            table.row(row.toArray());
        }
        session.out().list(table, apps.stream().map(use::json).toList());
        if (table.isEmpty()) {
            session.messages().info("There are no such apps.");
        }
    }

    private static String url(App app) {
        String known = app.details().get("url");
        return known != null
                ? known
                : String.join(" ", app.hosts().stream().sorted().toList());
    }

    private @Nullable AppState wantedState() {
        if (status == null) {
            return null;
        }
        for (AppState state : AppState.values()) {
            if (state.label().equals(status.toLowerCase(Locale.ROOT))) {
                return state;
            }
        }
        throw Problem.usage("--status: '" + status + "' is not a state: running, starting, stopping, stopped, crashed"
                        + " or unknown")
                .failure();
    }

    private static boolean matches(String glob, String name) {
        return FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(name));
    }

    /** The common pool of a small machine has one thread, and these wait for platforms. */
    private static void onItsOwnThread(Runnable task) {
        Thread thread = new Thread(task, "pawse-apps");
        thread.setDaemon(true);
        thread.start();
    }
}
