package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.spi.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawse db url}: how to connect to a database, the password included. */
@Command(
        description =
                "Prints the address with the password in it: for a variable or a file, not for a command line, which"
                        + " others of this machine can read.",
        footer = {"pawse db url -a shop", "DATABASE_URL=$(pawse db url -a shop) ./report"})
public final class DbUrl implements Action {
    @Option(
            names = {"-d", "--database"},
            paramLabel = "D",
            description = ChosenDatabase.FLAG)
    @Nullable
    String database;

    @Override
    public int run(Session session) {
        ChosenDatabase chosen = ChosenDatabase.of(session, database);
        Secret url = chosen.port().databaseUrl(chosen.target().id(), chosen.id());
        session.out()
                .one(
                        List.of(url.reveal()),
                        Json.object(
                                "database", chosen.id(),
                                "engine", chosen.database().engine(),
                                "url", url.reveal()));
        return ExitCode.OK;
    }
}
