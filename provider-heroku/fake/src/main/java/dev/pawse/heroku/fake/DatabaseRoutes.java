package dev.pawse.heroku.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Add-ons with their attachments, and the API of the databases. */
final class DatabaseRoutes {
    private final Account account;
    private final URI address;

    private DatabaseRoutes(Account account, URI address) {
        this.account = account;
        this.address = address;
    }

    static void add(Door door, Account account, URI address) {
        DatabaseRoutes routes = new DatabaseRoutes(account, address);
        door.list("/apps/{app}/addons", "id", request -> routes.addOns(routes.app(request)));
        door.list("/apps/{app}/addon-attachments", "id", routes::attachments);
        door.on("POST", "/actions/addon-attachments/resolve", 200, routes::resolve);
        door.on(
                "GET",
                "/client/v11/databases/{database}",
                200,
                request -> routes.database(request).info());
        door.on(
                "POST",
                "/client/v11/databases/{database}/backups",
                201,
                request -> routes.database(request)
                        .capture(account.clock, account.transfer)
                        .json(false));
        door.on("POST", "/client/v11/databases/{database}/restores", 201, routes::restore);
        door.on("GET", "/client/v11/databases/{database}/transfer-schedules", 200, request -> {
            routes.database(request);
            return List.of();
        });
        door.on("GET", "/client/v11/apps/{app}/transfers", 200, routes::transfers);
        door.on(
                "GET",
                "/client/v11/apps/{app}/transfers/{transfer}",
                200,
                request -> routes.transfer(request)
                        .json(request.parameter("verbose").orElse("").equals("true")));
        door.on("POST", "/client/v11/apps/{app}/transfers/{transfer}/actions/public-url", 200, routes::publicUrl);
        door.signed("GET", "/backups/{transfer}", routes::download);
    }

    private HostedApp app(ApiRequest request) {
        return account.app(request.segment("app"));
    }

    private FakeDatabase database(ApiRequest request) {
        return account.database(account.owner(request.segment("database")));
    }

    private FakeTransfer transfer(ApiRequest request) {
        return account.database(app(request))
                .transfer(request.segment("transfer"))
                .orElseThrow(() -> Refusal.missing("transfer"));
    }

    private List<Map<String, @Nullable Object>> addOns(HostedApp app) {
        return app.database == null ? List.of() : List.of(app.database.addOn(app));
    }

    private List<Map<String, @Nullable Object>> attachments(ApiRequest request) {
        HostedApp app = app(request);
        return app.database == null ? List.of() : List.of(app.database.attachment(app, isWhole(request)));
    }

    private static boolean isWhole(ApiRequest request) {
        return request.header("Accept-Inclusion").orElse("").contains("config_vars");
    }

    private Object resolve(ApiRequest request) {
        JsonNode body = Json.read(request.text());
        HostedApp app = account.app(body.path("app").asString(""));
        String wanted = body.path("addon_attachment")
                .asString("")
                .toUpperCase(Locale.ROOT)
                .replaceFirst("_URL$", "");
        FakeDatabase database = account.database(app);
        if (!wanted.equals("DATABASE") && !wanted.equalsIgnoreCase(database.name)) {
            throw Refusal.missing("attachment");
        }
        return List.of(database.attachment(app, isWhole(request)));
    }

    private Object restore(ApiRequest request) {
        FakeDatabase database = database(request);
        String from = Json.read(request.text()).path("backup_url").asString("");
        FakeTransfer backup = database.transfers.stream()
                .filter(one -> from.contains(one.uuid))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("backup_url cannot be read."));
        return database.restore(backup.dump, account.clock, Duration.ZERO).json(false);
    }

    private Object transfers(ApiRequest request) {
        HostedApp app = app(request);
        return app.database == null
                ? List.of()
                : app.database.transfers.stream().map(one -> one.json(false)).toList();
    }

    private Object publicUrl(ApiRequest request) {
        FakeTransfer transfer = transfer(request);
        if (!transfer.isGood()) {
            throw Refusal.missing("backup");
        }
        return Json.object(
                "url",
                address + "/backups/" + transfer.uuid + "?signature=signed-" + transfer.uuid,
                "expires_at",
                "2030-01-01 00:00:00 +0000");
    }

    private ApiReply download(ApiRequest request) {
        Optional<FakeTransfer> transfer = account.apps.values().stream()
                .flatMap(app -> app.database == null ? Stream.empty() : app.database.transfers.stream())
                .filter(one -> one.uuid.equals(request.segment("transfer")))
                .filter(one -> request.parameter("signature").orElse("").equals("signed-" + one.uuid))
                .findFirst();
        return transfer.map(one -> ApiReply.bytes(200, "application/octet-stream", one.dump))
                .orElseGet(() -> ApiReply.text(403, "text/xml", "<Error><Code>AccessDenied</Code></Error>"));
    }
}
