package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.AdminApi;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawse events}: what a running proxy did with the apps, oldest first, and with {@code --follow} what it does next. */
@Command(
        description =
                "Asks the admin API of a running proxy: --url, else ADMIN_URL, else ADMIN_HOST and ADMIN_PORT of the"
                        + " configuration. The token comes from --token-file or ADMIN_TOKEN.",
        footer = {"pawse events", "pawse events -f", "pawse events -n 100 -a shop --json"})
public final class Events implements Action {
    private static final DateTimeFormatter TIME = LogPrinter.time("MM-dd HH:mm:ss", ZoneId.systemDefault());

    @Option(
            names = {"-f", "--follow", "-t", "--tail"},
            description = "Go on with what happens, until Ctrl-C.")
    boolean follow;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The newest so many, at most 1000; else 30.")
    int limit = 30;

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
        AdminApi api = AdminApi.of(session, url, tokenFile);
        // Followed before it is read, so that nothing falls in between; what comes twice has the same id.
        String app = session.targets().nameOrNull();
        if (!follow) {
            show(session, api.recentEvents(limit), app);
            return ExitCode.OK;
        }
        try (AdminApi.EventFeed feed = api.followEvents()) {
            List<Map<String, @Nullable Object>> recent = api.recentEvents(limit);
            show(session, recent, app);
            feed.forEach(event -> {
                if (!recent.contains(event)) {
                    show(session, List.of(event), app);
                }
            });
        }
        return ExitCode.OK;
    }

    private static void show(Session session, List<Map<String, @Nullable Object>> newestFirst, @Nullable String app) {
        List<Map<String, @Nullable Object>> events = new ArrayList<>(newestFirst);
        Collections.reverse(events);
        for (Map<String, @Nullable Object> event : events) {
            String id = text(event, "app");
            if (app == null || id.equals(app) || id.endsWith("/" + app)) {
                session.out().next(line(session, event, id), event);
            }
        }
    }

    private static String line(Session session, Map<String, @Nullable Object> event, String app) {
        return LogPrinter.said(session, TIME, Instant.parse(text(event, "at")), app, text(event, "text"));
    }

    private static String text(Map<String, @Nullable Object> event, String key) {
        return String.valueOf(event.get(key));
    }
}
