package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Table;
import dev.pawse.core.Decision;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code pawse plan}: what a sweep would do with each app, and why; nothing is changed. */
@Command(
        description =
                "Asks the providers which apps there are and the rules what is to be done with them. Nothing is started or"
                        + " stopped. Who uses an app through a running proxy is known to that proxy alone: ask its /api/plan.",
        footer = {"pawse plan", "pawse plan --json"})
public final class Plan implements Action {
    @Override
    public int run(Session session) {
        List<Decision> decisions = session.targets().plan();
        Table table = new Table("APP", "PLAN", "WHY");
        for (Decision decision : decisions) {
            Style style = switch (decision.action()) {
                case REST -> Style.YELLOW;
                case KEEP -> Style.GREEN;
                case LEAVE -> Style.DIM;
            };
            table.row(decision.app(), Table.styled(decision.action().label(), style), decision.why());
        }
        session.out().list(table, decisions.stream().map(Plan::json).toList());
        if (table.isEmpty()) {
            session.messages().info("There are no apps.");
        }
        return ExitCode.OK;
    }

    private static Map<String, @Nullable Object> json(Decision decision) {
        return Json.object(
                "app", decision.app().toString(),
                "action", decision.action(),
                "why", decision.why());
    }
}
