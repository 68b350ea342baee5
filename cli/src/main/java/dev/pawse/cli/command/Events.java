package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.AdminApi;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Failure;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.cli.Watch;
import dev.pawse.spi.PawseException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code pawse events}: what happened to an app, as its platform and a running proxy tell it, oldest first; without an app what a proxy
 * did with all. With {@code --follow} it goes on with what happens next.
 */
@Command(
        description = {
            "What the app's platform tells of it and what a running proxy did with it, by time; without an app, what the"
                    + " proxy did with all.",
            "Asks the admin API of a running proxy: --url, else ADMIN_URL, else ADMIN_HOST and ADMIN_PORT of the"
                    + " configuration. The token comes from --token-file or ADMIN_TOKEN. Where none of --url, ADMIN_URL and"
                    + " --token-file is given, the platform's alone will do."
        },
        footer = {"pawse events -a shop", "pawse events -f", "pawse events --since 2h -n 100 -a shop --json"})
public final class Events implements Action {
    @Option(
            names = {"-f", "--follow", "-t", "--tail"},
            description = "Go on with what happens, until Ctrl-C or --timeout.")
    boolean follow;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The newest so many, at most 1000; else 30.")
    int limit = 30;

    @Option(
            names = "--since",
            paramLabel = "T",
            description = "From when on: 5m, 2h, 2026-09-01T12:00:00Z or '2026-09-01 12:00'.")
    @Nullable
    String since;

    @Option(names = "--url", paramLabel = "URL", description = "Where the admin API is, e.g. http://127.0.0.1:3001.")
    @Nullable
    String url;

    @Option(names = "--token-file", paramLabel = "FILE", description = "The file that holds the admin token.")
    @Nullable
    Path tokenFile;

    @Override
    public int run(Session session) {
        if (limit < 1 || limit > 1000) {
            throw Problem.usage("--limit: " + limit + " is not from 1 to 1000").failure();
        }
        Instant now = session.world().clock().instant();
        Instant from = since == null ? null : Moments.parse("--since", since, now, ZoneId.systemDefault());
        String app = session.targets().anyName();
        PlatformEvents platform = null;
        RuntimeException without = null;
        if (app != null) {
            try {
                platform = PlatformEvents.find(session, from);
            } catch (PawseException | Failure e) {
                without = e;
            }
        }
        List<Happening> recent = new ArrayList<>();
        try (ProxyEvents proxy = proxy(session, app, platform != null, without, from, recent)) {
            if (platform != null) {
                platform = told(session, platform, recent);
            }
            recent.sort(Comparator.comparing(Happening::at));
            recent.subList(Math.max(0, recent.size() - limit), recent.size())
                    .forEach(happening -> happening.print(session));
            if (follow) {
                follow(session, proxy, platform);
            }
        }
        return ExitCode.OK;
    }

    /**
     * What the proxy did, and the proxy; null where there is none and the platform will do.
     *
     * @param without why the platform tells nothing, or null
     */
    private @Nullable ProxyEvents proxy(
            Session session,
            @Nullable String app,
            boolean hasPlatform,
            @Nullable RuntimeException without,
            @Nullable Instant from,
            List<Happening> recent) {
        AdminApi api = AdminApi.of(session, url, tokenFile);
        try {
            return ProxyEvents.open(api, app, follow, from, limit, recent);
        } catch (PawseException | Failure e) {
            if (AdminApi.isNamed(session, url, tokenFile) || (without == null && !hasPlatform)) {
                throw e;
            }
            if (without != null) {
                throw without;
            }
            session.progress("Told by the platform alone: no proxy was found at " + api.address()
                    + "; --url URL or ADMIN_URL names one.");
            return null;
        }
    }

    /** Adds what the platform tells; one that cannot tell it does not keep back what the proxy told. */
    private @Nullable PlatformEvents told(Session session, PlatformEvents platform, List<Happening> recent) {
        try {
            recent.addAll(platform.recent(limit));
            return platform;
        } catch (PawseException e) {
            if (recent.isEmpty()) {
                throw e;
            }
            session.messages().warn("the platform does not tell what happened: " + e.message());
            return null;
        }
    }

    private static void follow(Session session, @Nullable ProxyEvents proxy, @Nullable PlatformEvents platform) {
        if (proxy != null) {
            proxy.follow(happening -> happening.print(session));
        }
        // PAWSE_TIMEOUT is for waits, and this is none.
        Watch watch = new Watch(session, session.options().timeout);
        watch.until(() -> {
            boolean proxyEnded = proxy == null || proxy.hasEnded();
            if (platform != null) {
                platform.news().forEach(happening -> happening.print(session));
            }
            return proxyEnded && platform == null ? Optional.of(true) : Optional.empty();
        });
    }
}
