package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Table;
import dev.pawse.cli.Target;
import dev.pawse.spi.capability.ConfigHistory;
import dev.pawse.spi.capability.ConfigHistory.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse config history}: when variables were changed, and by whom; never to what. */
@Command(footer = {"pawse config history -a shop", "pawse config history DATABASE_URL -a shop -n 50"})
public final class ConfigHistoryList implements Action {
    @Parameters(arity = "0..1", paramLabel = "[KEY]", description = "Which variable; else all.")
    @Nullable
    String key;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The newest so many; else 15.")
    int limit = 15;

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        ConfigHistory history = target.require(ConfigHistory.class);
        List<Change> changes =
                Newest.some(session, limit, asked -> history.configChanges(target.id(), key, asked), change -> true);
        Instant now = session.world().clock().instant();
        Table table = new Table("VERSION", "CHANGED", "NAMES", "BY", "DESCRIPTION");
        for (Change change : changes) {
            table.row(
                    Table.styled(change.version(), Style.BOLD),
                    Ages.ago(change.at(), now),
                    change.names().isEmpty() ? "-" : String.join(" ", change.names()),
                    change.author() == null ? "-" : change.author(),
                    change.description());
        }
        session.out().list(table, changes.stream().map(ConfigHistoryList::json).toList());
        if (table.isEmpty()) {
            session.messages()
                    .info("No change of " + (key == null ? "the config variables" : key) + " of "
                            + target.id().name() + " is known.");
        }
        return ExitCode.OK;
    }

    private static Map<String, @Nullable Object> json(Change change) {
        return Json.object(
                "version",
                change.version(),
                "names",
                change.names(),
                "description",
                change.description(),
                "changedBy",
                change.author(),
                "changedAt",
                change.at());
    }
}
