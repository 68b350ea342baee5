package dev.pawse.scalingo;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes an {@link App} of what Scalingo tells of it. */
final class AppView {
    private AppView() {}

    static App of(AppId id, PlatformApp app, AppFacts facts) {
        AppState state = facts.state(app);
        return App.builder(id)
                .state(state)
                .endpoints(
                        facts.answersNobody(app)
                                ? List.of()
                                : endpoint(app).stream().toList())
                .hosts(hosts(app, facts.domains()))
                .formation(facts.formation(app))
                .details(details(app, state))
                .build();
    }

    /** The default domain: a custom one may lead elsewhere. */
    private static Optional<URI> endpoint(PlatformApp app) {
        return uri(app.baseUrl())
                .map(uri -> URI.create(uri.getScheme() + "://" + uri.getHost() + ":"
                        + (uri.getPort() > 0 ? uri.getPort() : "http".equals(uri.getScheme()) ? 80 : 443)));
    }

    private static Set<String> hosts(PlatformApp app, Set<String> domains) {
        Set<String> hosts = new TreeSet<>(domains);
        uri(app.baseUrl()).ifPresent(uri -> hosts.add(uri.getHost().toLowerCase(Locale.ROOT)));
        uri(app.url()).ifPresent(uri -> hosts.add(uri.getHost().toLowerCase(Locale.ROOT)));
        // An address in place of a name is nobody's own.
        hosts.removeIf(host -> host.matches("[0-9.]+") || host.startsWith("["));
        return hosts;
    }

    private static Map<String, String> details(PlatformApp app, AppState state) {
        Map<String, String> details = new TreeMap<>();
        details.put("status", app.status());
        if (app.region() != null) {
            String page = "https://dashboard.scalingo.com/apps/" + app.region() + "/" + app.name();
            details.put("region", app.region());
            details.put("consoleUrl", page);
            details.put("logsUrl", page + "/logs");
        }
        put(details, "url", app.url());
        put(details, "deployedAt", app.lastDeployedAt());
        put(details, "deployed-by", app.lastDeployedBy());
        if (state == AppState.CRASHED) {
            details.put("reason", "its containers ended by themselves again and again");
        }
        if (app.status().equals("new")) {
            details.put("reason", "it has never been deployed");
        }
        return details;
    }

    private static void put(Map<String, String> details, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            details.put(name, value);
        }
    }

    private static Optional<URI> uri(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(URI.create(text)).filter(uri -> uri.getHost() != null && uri.getScheme() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
