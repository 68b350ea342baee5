package dev.pawse.cli.command;

import dev.pawse.cli.AdminApi;
import dev.pawse.cli.Failure;
import dev.pawse.cli.Session;
import dev.pawse.spi.App;
import dev.pawse.spi.PawseException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a running proxy knows of the use of apps; nothing where {@code ADMIN_URL} names none, or it does not answer. */
final class AppUse {
    private final Map<String, Map<String, @Nullable Object>> apps = new HashMap<>();

    private AppUse() {}

    static AppUse ask(Session session) {
        AppUse use = new AppUse();
        if (session.world().variable("ADMIN_URL") == null) {
            return use;
        }
        try {
            for (Map<String, @Nullable Object> app :
                    AdminApi.of(session, null, null).apps()) {
                use.apps.put(ProxyFacts.text(app, "id"), app);
            }
        } catch (PawseException e) {
            session.messages().verbose(e.message());
        } catch (Failure e) {
            session.messages().verbose(e.problem().message());
        }
        return use;
    }

    boolean isKnown() {
        return !apps.isEmpty();
    }

    String sleepsIn(App app) {
        Map<String, @Nullable Object> known = apps.get(app.id().toString());
        return known == null ? "-" : ProxyFacts.sleepsIn(known);
    }

    Map<String, @Nullable Object> json(App app) {
        Map<String, @Nullable Object> json = AppFacts.json(app);
        Map<String, @Nullable Object> known = apps.get(app.id().toString());
        if (known != null) {
            json.put("lastAccessedAt", known.get("lastAccessedAt"));
            json.put("maxIdleMs", known.get("maxIdleMs"));
        }
        return json;
    }
}
