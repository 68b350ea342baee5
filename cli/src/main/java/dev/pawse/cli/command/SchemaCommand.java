package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Schemas;
import dev.pawse.cli.Session;
import dev.pawse.cli.Similar;
import dev.pawse.spi.Reason;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse schema}: what a command writes with {@code --json}, as JSON Schema. */
@Command(
        description = {
            "Prints JSON Schema (draft 2020-12). Within a major version outputs may get new parts, and no part goes away.",
            "What run, shell and db shell write is what the command elsewhere writes; their schema is that of --dry-run and"
                    + " --detach."
        },
        footer = {"pawse schema ps", "pawse schema ps --watch", "pawse schema config list > config-list.schema.json"})
public final class SchemaCommand implements Action {
    @Parameters(arity = "1..2", paramLabel = "COMMAND", description = "Which command, e.g. config list.")
    List<String> words = List.of();

    @Option(
            names = {"-w", "--watch"},
            description = "What each line is that the command writes with --watch.")
    boolean watch;

    @Override
    public int run(Session session) {
        Schemas schemas = Schemas.load();
        String command = String.join(" ", words);
        Map<String, @Nullable Object> schema =
                (watch ? schemas.ofWatch(command) : schemas.of(command)).orElseThrow(() -> unknown(schemas, command));
        session.out().document(schema);
        return ExitCode.OK;
    }

    private RuntimeException unknown(Schemas schemas, String command) {
        if (watch && schemas.of(command).isPresent()) {
            return Problem.of(Reason.NOT_FOUND, "'" + command + "' has no --watch")
                    .next("pawse schema " + command)
                    .failure();
        }
        return Problem.of(Reason.NOT_FOUND, "there is no schema of '" + command + "'")
                .similar(Similar.to(command, schemas.commands()).orElse(null))
                .next("pawse --help lists the commands")
                .failure();
    }
}
