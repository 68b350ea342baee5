package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Table;
import dev.pawse.core.AppPolicy;
import dev.pawse.core.PawseConfig;
import dev.pawse.core.Rules;
import dev.pawse.spi.App;
import dev.pawse.spi.Durations;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawse proxy check}: whether a proxy would start with the configuration here, and what its rules say of each app. */
@Command(
        description =
                "Reads what \"pawse proxy\" would read and reports everything that is wrong, with 11. Starts and stops"
                        + " nothing, and asks the platforms only which apps there are.",
        footer = {"pawse proxy check", "pawse proxy check -c pawse.yml --offline", "pawse proxy check --json"})
public final class ProxyCheck implements Action {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The file with the rules; else pawse.yml or paastis.yml.")
    @Nullable
    String config;

    @Option(names = "--offline", description = "Do not ask the platforms which apps there are.")
    boolean offline;

    @Override
    public int run(Session session) {
        Map<String, String> flags = new HashMap<>();
        if (config != null) {
            flags.put("config", config);
        }
        if (session.options().provider != null) {
            flags.put("provider", session.options().provider);
        }
        if (session.options().region != null) {
            flags.put("region", session.options().region);
        }
        PawseConfig read = session.targets().proxyConfig(flags);
        List<String> warnings = new ArrayList<>(read.warnings());
        List<App> apps = new ArrayList<>();
        int code = ExitCode.OK;
        for (Map.Entry<String, Provider> provider : providers(session, read).entrySet()) {
            try (Provider one = provider.getValue()) {
                apps.addAll(offline ? List.of() : one.apps());
            } catch (PawseException e) {
                warnings.add(provider.getKey() + ": its apps cannot be listed: " + e.message());
                code = ExitCode.of(e.reason());
            }
        }
        apps.sort(Comparator.comparing(App::id));
        if (!offline && code == ExitCode.OK) {
            warnings.addAll(unused(read.rules(), apps));
        }
        warnings.forEach(session.messages()::warn);
        show(session, read, apps, warnings);
        return code;
    }

    private static Map<String, Provider> providers(Session session, PawseConfig read) {
        try {
            return read.check(session.plugins(), session.world().clock());
        } catch (PawseException e) {
            throw Session.badConfig(e);
        }
    }

    private static List<String> unused(Rules rules, List<App> apps) {
        Set<String> used = new HashSet<>();
        apps.forEach(app -> used.addAll(rules.places(app.id())));
        return rules.places().stream()
                .filter(place -> !used.contains(place))
                .map(place -> place + ": the rule matches no app")
                .toList();
    }

    private static void show(Session session, PawseConfig read, List<App> apps, List<String> warnings) {
        Table table = new Table("APP", "RULES", "RESTS", "LINKED");
        List<Map<String, @Nullable Object>> values = new ArrayList<>();
        for (App app : apps) {
            AppPolicy policy = read.rules().policy(app.id());
            List<String> places = read.rules().places(app.id());
            boolean stays = policy.ignored() || app.alwaysOn();
            List<String> linked = policy.linkedApps().stream().sorted().toList();
            table.row(
                    Table.styled(app.id().toString(), Style.BOLD),
                    places.isEmpty() ? "-" : String.join("; ", places),
                    stays
                            ? Table.styled(app.alwaysOn() ? "never: always on" : "never: ignored", Style.DIM)
                            : "after " + Durations.format(policy.maxIdle()),
                    linked.isEmpty() ? "-" : String.join(" ", linked));
            values.add(Json.object(
                    "app", app.id().toString(),
                    "rules", places,
                    "ignored", policy.ignored(),
                    "alwaysOn", app.alwaysOn(),
                    "maxIdleMs", policy.maxIdle(),
                    "wake", policy.wake(),
                    "linkedApps", linked,
                    "hosts", policy.hosts().stream().sorted().toList()));
        }
        String file = read.file().map(Object::toString).orElse(null);
        session.progress((file == null ? "The configuration" : file) + " is right; "
                + read.rules().places().size() + " rules.");
        session.out()
                .report(table, Json.object("file", file, "valid", true, "warnings", warnings, "apps", values), values);
    }
}
