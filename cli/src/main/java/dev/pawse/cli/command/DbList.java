package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Table;
import dev.pawse.cli.Target;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Databases.Database;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code pawse db}: the databases of an app, the main one first. */
@Command(footer = {"pawse db -a shop", "pawse db list -a shop --json"})
public final class DbList implements Action {
    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        List<Database> databases = target.require(Databases.class).databases(target.id());
        Table table = new Table("DATABASE", "ENGINE", "VERSION", "SIZE");
        for (Database database : databases) {
            table.row(
                    Table.styled(database.id(), Style.BOLD),
                    database.engine(),
                    database.version() == null ? "-" : database.version(),
                    Sizes.text(database.bytes()));
        }
        session.out().list(table, databases.stream().map(DbList::json).toList());
        if (table.isEmpty()) {
            session.messages().info(target.id().name() + " has no database.");
        }
        return ExitCode.OK;
    }

    private static Map<String, @Nullable Object> json(Database database) {
        return Json.object(
                "database", database.id(),
                "engine", database.engine(),
                "version", database.version(),
                "bytes", database.bytes() < 0 ? null : database.bytes());
    }
}
