package dev.pawse.heroku.fake;

import dev.pawse.heroku.fake.HostedApp.ProcessType;
import dev.pawse.testkit.ApiRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The formation, and restarts of what it runs. */
final class FormationRoutes {
    private static final Set<String> SIZES =
            Set.of("eco", "basic", "standard-1x", "standard-2x", "performance-m", "performance-l");

    private final Account account;

    private FormationRoutes(Account account) {
        this.account = account;
    }

    static void add(Door door, Account account) {
        FormationRoutes routes = new FormationRoutes(account);
        door.list("/apps/{app}/formation", "id", request -> routes.formation(routes.app(request)));
        door.on("PATCH", "/apps/{app}/formation", 200, routes::scaleBatch);
        door.on("PATCH", "/apps/{app}/formation/{type}", 200, routes::scaleOne);
        door.on("DELETE", "/apps/{app}/dynos", 202, request -> routes.restart(request, null));
        door.on("DELETE", "/apps/{app}/dynos/{dyno}", 202, request -> routes.restart(request, request.segment("dyno")));
        door.on("DELETE", "/apps/{app}/formations/{type}", 202, routes::restartType);
    }

    /** What one update asks for. */
    private record Wanted(ProcessType type, int quantity, String size) {}

    private HostedApp app(ApiRequest request) {
        return account.app(request.segment("app"));
    }

    private List<Map<String, @Nullable Object>> formation(HostedApp app) {
        List<Map<String, @Nullable Object>> formation = new ArrayList<>();
        app.types.forEach((type, one) -> formation.add(json(app, type, one)));
        return formation;
    }

    private static Map<String, @Nullable Object> json(HostedApp app, String type, ProcessType one) {
        return Json.object(
                "app",
                app.reference(),
                "command",
                "./run " + type,
                "created_at",
                Json.time(app.createdAt),
                "dyno_size",
                Json.object("id", "size-" + one.size, "name", one.size),
                "id",
                one.id,
                "quantity",
                one.quantity,
                "size",
                one.size.substring(0, 1).toUpperCase(Locale.ROOT) + one.size.substring(1),
                "type",
                type,
                "updated_at",
                Json.time(app.createdAt));
    }

    private Object scaleBatch(ApiRequest request) {
        HostedApp app = app(request);
        JsonNode updates = Json.read(request.text()).path("updates");
        if (!updates.isArray()) {
            throw Refusal.invalid("updates is required.");
        }
        Map<String, Wanted> wanted = new LinkedHashMap<>();
        for (JsonNode update : updates) {
            String type = update.path("type").asString("");
            wanted.put(type, wanted(app, type, update));
        }
        apply(app, wanted);
        return formation(app);
    }

    private Object scaleOne(ApiRequest request) {
        HostedApp app = app(request);
        String type = request.segment("type");
        Wanted wanted = wanted(app, type, Json.read(request.text()));
        apply(app, Map.of(type, wanted));
        return json(app, type, wanted.type());
    }

    private static Wanted wanted(HostedApp app, String type, JsonNode update) {
        ProcessType one = app.types.get(type);
        if (one == null) {
            throw new Refusal(404, "not_found", "Couldn't find that process type (" + type + ").", "formation");
        }
        if (type.equals("release")) {
            throw Refusal.invalid("The release process type cannot be scaled.");
        }
        return new Wanted(one, quantity(one, update.path("quantity")), size(one, update));
    }

    /** A number, or a text as the command line sends it: absolute, or relative with a sign. */
    private static int quantity(ProcessType type, JsonNode asked) {
        if (asked.isMissingNode()) {
            return type.quantity;
        }
        String text = asked.asString();
        if (!text.matches("[+-]?\\d{1,4}")) {
            throw Refusal.invalid("Quantity is not a number.");
        }
        boolean relative = text.startsWith("+") || text.startsWith("-");
        int quantity = relative ? type.quantity + Integer.parseInt(text) : Integer.parseInt(text);
        if (quantity < 0 || quantity > 100) {
            throw Refusal.invalid("Cannot run more than 100 processes, or fewer than 0.");
        }
        return quantity;
    }

    private static String size(ProcessType type, JsonNode update) {
        JsonNode asked = update.has("dyno_size") ? update.path("dyno_size").path("name") : update.path("size");
        String size = asked.asString(type.size).toLowerCase(Locale.ROOT);
        if (!SIZES.contains(size)) {
            throw Refusal.invalid("Process tier is invalid. Available process tiers are Eco, Basic, Production.");
        }
        return size;
    }

    private void apply(HostedApp app, Map<String, Wanted> wanted) {
        Set<Boolean> small = app.types.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("release"))
                .map(entry -> wanted.containsKey(entry.getKey())
                        ? wanted.get(entry.getKey()).size()
                        : entry.getValue().size)
                .map(size -> size.equals("eco") || size.equals("basic"))
                .collect(Collectors.toSet());
        if (small.size() > 1) {
            throw Refusal.invalid("Cannot use the following dyno types in the same app: Basic, Standard.");
        }
        boolean rested = app.formation().isZero();
        wanted.values().forEach(one -> {
            one.type().quantity = one.quantity();
            one.type().size = one.size();
        });
        if (rested && !app.formation().isZero()) {
            app.starts++;
        }
        app.log.write("app", "api", "Scaled to " + app.formation() + " by user dev@example.com");
        app.adjust(account.boot, account.stop);
    }

    private Object restart(ApiRequest request, @Nullable String dyno) {
        HostedApp app = app(request);
        if (!app.restart(dyno, account.boot) && dyno != null) {
            throw Refusal.missing("dyno");
        }
        return Json.object();
    }

    private Object restartType(ApiRequest request) {
        HostedApp app = app(request);
        if (!app.types.containsKey(request.segment("type"))) {
            throw Refusal.missing("formation");
        }
        app.restart(request.segment("type"), account.boot);
        return Json.object();
    }
}
