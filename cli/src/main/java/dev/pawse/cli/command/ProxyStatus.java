package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.AdminApi;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Table;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pawse proxy status}: whether a proxy runs, and what it knows of its apps. */
@Command(
        description = ProxyAddress.DESCRIPTION,
        footer = {"pawse proxy status", "pawse proxy status --url http://10.0.0.5:3001 --token-file admin.token --json"
        })
public final class ProxyStatus implements Action {
    @Mixin
    ProxyAddress address = new ProxyAddress();

    @Override
    public int run(Session session) {
        AdminApi api = address.api(session);
        List<Map<String, @Nullable Object>> apps = api.apps();
        boolean ready = api.isReady();
        Table table = new Table("APP", "STATUS", "IN USE BY", "IDLE", "SLEEPS IN");
        for (Map<String, @Nullable Object> app : apps) {
            table.row(
                    Table.styled(ProxyFacts.text(app, "id"), Style.BOLD),
                    ProxyFacts.state(app),
                    ProxyFacts.number(app, "inFlight"),
                    app.get("lastAccessedAt") == null
                            ? "never used"
                            : Ages.inSeconds(Duration.ofMillis(ProxyFacts.number(app, "idleMs"))),
                    ProxyFacts.sleepsIn(app));
        }
        session.progress(
                "The proxy at " + api.address() + (ready ? " is ready." : " is not ready: it starts or ends."));
        session.out().report(table, Json.object("url", api.address().toString(), "ready", ready, "apps", apps), apps);
        return ExitCode.OK;
    }
}
