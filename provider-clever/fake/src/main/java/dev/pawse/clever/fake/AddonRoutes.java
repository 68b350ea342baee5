package dev.pawse.clever.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.ApiServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Databases and their backups, in no order, with addresses that are signed rather than logged in to. */
final class AddonRoutes {
    private static final String SIGNATURE = "signed-by-the-platform";

    private final Account account;

    AddonRoutes(Account account) {
        this.account = account;
    }

    void addTo(AppRoutes.Adder routes, ApiServer server) {
        routes.on("GET", "/v4/addon-providers/postgresql-addon/addons/{addon}", request -> {
            Database database = anywhere(request.segment("addon"));
            return Json.ok(Json.of(
                    "id",
                    database.id,
                    "app_id",
                    database.realId,
                    "owner_id",
                    account.user,
                    "host",
                    "127.0.0.1",
                    "port",
                    5432,
                    "user",
                    database.user,
                    "password",
                    database.password,
                    "database",
                    database.database,
                    "status",
                    "ACTIVE",
                    "plan",
                    "xxs_sml",
                    "zone",
                    "par",
                    "version",
                    "15",
                    "features",
                    List.of(Json.of("name", "encryption", "enabled", false))));
        });
        routes.on("GET", "/v2/backups/{owner}/{ref}", request -> {
            Database database = account.database(account.owner(request), request.segment("ref"));
            List<Object> backups = new ArrayList<>();
            database.backups()
                    .forEach(one -> backups.add(Json.of(
                            "backup_id",
                            one.id(),
                            "entity_id",
                            database.realId,
                            "status",
                            "OK",
                            "creation_date",
                            one.created().toString(),
                            "delete_at",
                            one.created().plus(java.time.Duration.ofDays(7)).toString(),
                            "filename",
                            one.id() + ".dump",
                            "download_url",
                            server.address() + "/kept/" + database.id + "/" + one.id() + "?signature=" + SIGNATURE,
                            "restore_command",
                            "pg_restore FILE",
                            "delete_command",
                            "rm")));
            Collections.rotate(backups, 1);
            return Json.ok(backups);
        });
    }

    /** Outside the door: an address that is signed asks for no login. */
    void addStoreTo(ApiServer server) {
        server.on("GET", "/kept/{addon}/{backup}", this::keptBackup);
    }

    private ApiReply keptBackup(ApiRequest request) {
        if (!request.parameter("signature").orElse("").equals(SIGNATURE)
                || request.header("Authorization").isPresent()) {
            return ApiReply.text(403, "application/xml", "<Error><Code>AccessDenied</Code></Error>");
        }
        return anywhere(request.segment("addon")).backups().stream()
                .filter(one -> one.id().equals(request.segment("backup")))
                .findFirst()
                .map(one -> ApiReply.text(200, "application/octet-stream", one.dump()))
                .orElseGet(() -> ApiReply.empty(404));
    }

    private Database anywhere(String id) {
        return account.apps().stream()
                .flatMap(app -> app.databases().stream())
                .filter(one -> one.id.equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("addon"));
    }
}
