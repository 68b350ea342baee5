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

/** {@code pawse proxy reload}: has a proxy read its configuration again, all of it or, where anything is wrong, nothing. */
@Command(
        description = {
            ProxyAddress.DESCRIPTION,
            "The proxy reads what it read when it was started: its files, .env, secrets. What it cannot take over while it runs is"
                    + " named. Where anything is wrong, it goes on as before, and the command tells all of it and ends with 11."
        },
        footer = {"pawse proxy reload", "pawse proxy reload --dry-run", "pawse proxy reload --json"})
public final class ProxyReload implements Action {
    @Mixin
    ProxyAddress address = new ProxyAddress();

    @Override
    public int run(Session session) {
        AdminApi api = address.api(session);
        boolean dry = session.options().dryRun;
        Map<String, @Nullable Object> taken = api.reload(dry);
        ProxyFacts.texts(taken, "warnings").forEach(session.messages()::warn);
        List<String> restart = ProxyFacts.texts(taken, "needsRestart");
        if (!restart.isEmpty()) {
            session.messages().warn("needs a restart: " + String.join(", ", restart));
        }
        String file = taken.get("file") == null ? "its configuration" : ProxyFacts.text(taken, "file");
        String line = "The proxy at " + api.address() + (dry ? " would take " : " took ") + file + " over; "
                + ProxyFacts.number(taken, "rules") + " rules.";
        session.out()
                .one(
                        List.of(line),
                        Json.object(
                                "url", api.address().toString(),
                                "file", taken.get("file"),
                                "rules", ProxyFacts.number(taken, "rules"),
                                "loadedAt", taken.get("loadedAt"),
                                "needsRestart", restart,
                                "warnings", ProxyFacts.texts(taken, "warnings"),
                                "dryRun", dry));
        return ExitCode.OK;
    }
}
