package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pawse proxy why}: what a proxy would do with an app now and why, and what happened to the app, newest first. */
@Command(
        description = ProxyAddress.DESCRIPTION,
        footer = {"pawse proxy why shop", "pawse proxy why heroku:shop --json"})
public final class ProxyWhy implements Action {
    @Parameters(arity = "0..1", paramLabel = "[APP]", description = "Which app, instead of --app.")
    @Nullable
    String name;

    @Mixin
    ProxyAddress address = new ProxyAddress();

    @Override
    public int run(Session session) {
        String app = session.targets().nameForProxy(name);
        Map<String, @Nullable Object> why = address.api(session).why(app);
        Instant now = session.world().clock().instant();
        List<String> lines = new ArrayList<>();
        lines.add(session.out().styled(Text.line(ProxyFacts.text(why, "app")), Style.BOLD) + "  "
                + Text.line(ProxyFacts.text(why, "state")));
        for (Map<?, ?> decision : objects(why.get("plan"))) {
            lines.add("  At the next sweep: " + Text.line(decision.get("action") + ", " + decision.get("why")));
        }
        List<Map<?, ?>> events = objects(why.get("events"));
        if (events.isEmpty()) {
            lines.add("  Nothing is known to have happened to it.");
        }
        for (Map<?, ?> event : events) {
            Instant at = Instant.parse(String.valueOf(event.get("at")));
            lines.add("  " + Ages.at(at, now) + "  " + Text.line(String.valueOf(event.get("text"))));
        }
        session.out().one(lines, why);
        return ExitCode.OK;
    }

    private static List<Map<?, ?>> objects(@Nullable Object list) {
        List<Map<?, ?>> objects = new ArrayList<>();
        if (list instanceof List<?> all) {
            all.forEach(one -> objects.add((Map<?, ?>) one));
        }
        return objects;
    }
}
