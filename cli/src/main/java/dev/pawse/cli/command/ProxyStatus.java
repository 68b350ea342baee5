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
        Map<String, @Nullable Object> status = api.status();
        boolean ready = status.isEmpty() ? api.isReady() : ProxyFacts.is(status, "ready");
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
        warn(session, status);
        session.out()
                .report(
                        table,
                        Json.object(
                                "url", api.address().toString(),
                                "ready", ready,
                                "registry", status.get("registry"),
                                "configuration", status.get("configuration"),
                                "apps", apps),
                        apps);
        return ExitCode.OK;
    }

    private static void warn(Session session, Map<String, @Nullable Object> status) {
        Map<String, @Nullable Object> registry = ProxyFacts.object(status, "registry");
        if (registry.get("trouble") != null) {
            session.messages()
                    .warn("nothing is stopped, as the registry cannot be relied on: "
                            + ProxyFacts.text(registry, "trouble"));
        }
        Map<String, @Nullable Object> configuration = ProxyFacts.object(status, "configuration");
        List<String> restart = ProxyFacts.texts(configuration, "needsRestart");
        if (!restart.isEmpty()) {
            session.messages().warn("needs a restart: " + String.join(", ", restart));
        }
        if (configuration.get("failedAt") != null) {
            session.messages()
                    .warn("what it was told to read at " + ProxyFacts.text(configuration, "failedAt")
                            + " is not taken: "
                            + String.join("; ", ProxyFacts.texts(configuration, "problems")));
        }
    }
}
