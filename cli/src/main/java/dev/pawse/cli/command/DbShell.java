package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.RemoteCommand;
import dev.pawse.cli.Session;
import dev.pawse.spi.capability.Shell;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse db shell}: the database's own shell, on the terminal, on a pipe or for some SQL. */
@Command(
        description = {
            "What stands after -- goes to the shell's standard input, so that it is in no command line of another process;"
                    + " the exit code is the shell's and failures of pawse are 125.",
            "Enter ~ . leaves a session that hangs."
        },
        footer = {
            "pawse db shell -a shop",
            "pawse db shell -a shop -- 'select count(*) from users'",
            "pawse db shell -a shop < report.sql"
        })
public final class DbShell implements Action {
    @Option(
            names = {"-d", "--database"},
            paramLabel = "D",
            description = ChosenDatabase.FLAG)
    @Nullable
    String database;

    @Parameters(arity = "0..*", paramLabel = "[-- SQL...]", description = "Run this and end.")
    List<String> statements = List.of();

    @Override
    public int run(Session session) {
        ChosenDatabase chosen = ChosenDatabase.of(session, database);
        if (session.options().dryRun) {
            String what = statements.isEmpty() ? "open the shell of " : "run SQL in ";
            session.out()
                    .one(
                            List.of("Would " + what + chosen.text() + "."),
                            Json.object(
                                    "database",
                                    chosen.id(),
                                    "engine",
                                    chosen.database().engine(),
                                    "dryRun",
                                    true));
            return ExitCode.OK;
        }
        RemoteCommand remote = statements.isEmpty()
                ? RemoteCommand.onTerminal(session)
                : RemoteCommand.reading(session, new ByteArrayInputStream(script(chosen)));
        return remote.run(terminal -> chosen.port()
                .openDatabaseShell(
                        chosen.target().id(),
                        chosen.id(),
                        new Shell.Request(List.of(), null, Map.of(), null, terminal)));
    }

    @Override
    public boolean passesExitCode() {
        return !statements.isEmpty();
    }

    private byte[] script(ChosenDatabase chosen) {
        String engine = chosen.database().engine().toLowerCase(Locale.ROOT);
        String text = String.join(" ", statements).strip();
        boolean postgres = engine.startsWith("postgres");
        boolean sql = postgres || engine.startsWith("mysql") || engine.startsWith("mariadb");
        String end = sql && !text.endsWith(";") && !text.startsWith("\\") ? ";" : "";
        // Read from a pipe, psql would go on after an error and end with 0.
        String before = postgres ? "\\set ON_ERROR_STOP on\n" : "";
        return (before + text + end + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
