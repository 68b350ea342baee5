package dev.pawse.scalingo.fake;

import dev.pawse.scalingo.fake.Addon.Backup;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.ApiServer;
import java.util.Map;

/** Add-ons, and the API of databases, which wants a token for each database. */
final class DatabaseRoutes {
    private static final String DATABASE = "{database}";

    private final FakeScalingo fake;

    DatabaseRoutes(FakeScalingo fake) {
        this.fake = fake;
    }

    void addTo(ApiServer api) {
        fake.gate().route(api, "GET", "/v1/apps/{app}/addons", Tokens.ACCOUNT, this::addons);
        fake.gate().route(api, "POST", "/v1/apps/{app}/addons/{addon}/token", Tokens.ACCOUNT, this::token);
        fake.gate().route(api, "GET", "/api/databases/{database}", DATABASE, this::database);
        fake.gate().route(api, "GET", "/api/databases/{database}/backups", DATABASE, this::backups);
        fake.gate().route(api, "POST", "/api/databases/{database}/backups", DATABASE, this::backUp);
        fake.gate().route(api, "GET", "/api/databases/{database}/backups/{backup}", DATABASE, this::backup);
        fake.gate().route(api, "GET", "/api/databases/{database}/backups/{backup}/archive", DATABASE, this::archive);
        api.on("GET", "/download/{region}/{database}/{backup}", this::download);
    }

    private ApiReply addons(ApiRequest request, String region) {
        HostedApp app = fake.estate().app(region, request.segment("app"));
        return Json.reply(
                200,
                Map.of(
                        "addons",
                        app.addons().stream().map(one -> one.json(app.id())).toList()));
    }

    private ApiReply token(ApiRequest request, String region) {
        HostedApp app = fake.estate().app(region, request.segment("app"));
        Addon addon = app.addons().stream()
                .filter(one -> one.id().equals(request.segment("addon")))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("addon"));
        var json = addon.json(app.id());
        json.put("token", fake.tokens().grant(addon.id()));
        return Json.reply(200, Map.of("addon", json));
    }

    private ApiReply database(ApiRequest request, String region) {
        Addon addon = addon(request, region);
        return Json.reply(
                200,
                Map.of(
                        "database",
                        Json.object(
                                "id",
                                addon.id(),
                                "status",
                                "running",
                                "type_name",
                                addon.engine(),
                                "readable_version",
                                "15.4.0-1")));
    }

    private ApiReply backups(ApiRequest request, String region) {
        Addon addon = addon(request, region);
        return Json.reply(
                200,
                Map.of(
                        "database_backups",
                        addon.backups().stream().map(addon::json).toList()));
    }

    private ApiReply backUp(ApiRequest request, String region) {
        Addon addon = addon(request, region);
        return Json.reply(201, Map.of("database_backup", addon.json(addon.backUp(fake.backupsFail()))));
    }

    private ApiReply backup(ApiRequest request, String region) {
        Addon addon = addon(request, region);
        return Json.reply(200, Map.of("database_backup", addon.json(backup(request, addon))));
    }

    private ApiReply archive(ApiRequest request, String region) {
        Backup backup = backup(request, addon(request, region));
        if (!backup.status().equals("done")) {
            throw Refusal.missing("archive");
        }
        return Json.reply(
                200,
                Map.of(
                        "download_url",
                        fake.api().address() + "/download/" + region + "/" + request.segment("database") + "/"
                                + backup.id() + "?token="
                                + fake.tokens().grant("download " + backup.id())));
    }

    private ApiReply download(ApiRequest request) {
        String id = request.segment("backup");
        if (!fake.tokens().isGood(request.parameter("token").orElse(""), "download " + id)
                || request.header("Authorization").isPresent()) {
            return ApiReply.text(403, "text/html", "<html>forbidden</html>");
        }
        Addon addon = addon(request, request.segment("region"));
        return ApiReply.bytes(200, "application/gzip", addon.archive(backup(request, addon)));
    }

    private static Backup backup(ApiRequest request, Addon addon) {
        return addon.backup(request.segment("backup")).orElseThrow(() -> Refusal.missing("backup"));
    }

    private Addon addon(ApiRequest request, String region) {
        String id = request.segment("database");
        return fake.estate().in(region).stream()
                .flatMap(app -> app.addons().stream())
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("database"));
    }
}
