package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.AdminApi;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pawse proxy sleep}: has a proxy stop an app as a sweep would, and wake it at the next request. */
@Command(
        description = {ProxyAddress.DESCRIPTION, "An app that is in use goes on, and the command ends with 6."},
        footer = {"pawse proxy sleep shop", "pawse proxy sleep shop --dry-run"})
public final class ProxySleep implements Action {
    @Parameters(arity = "0..1", paramLabel = "[APP]", description = "Which app, instead of --app.")
    @Nullable
    String name;

    @Mixin
    ProxyAddress address = new ProxyAddress();

    @Override
    public int run(Session session) {
        String app = session.targets().nameForProxy(name);
        AdminApi api = address.api(session);
        boolean dry = session.options().dryRun;
        Map<String, @Nullable Object> now = dry ? Json.object("id", app, "state", "stopped") : api.sleep(app);
        String id = ProxyFacts.text(now, "id");
        String line = (dry ? "Would stop " + id : id + " rests") + "; the next request for it wakes it.";
        session.out().one(List.of(line), Json.object("app", id, "state", now.get("state"), "dryRun", dry));
        return ExitCode.OK;
    }
}
