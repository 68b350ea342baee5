package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Format;
import dev.pawse.cli.Json;
import dev.pawse.cli.Output;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.cli.variables.VariableText;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawse config export}: all variables as a text that other programs read, and {@code config import} too. */
@Command(
        description = {
            "Writes names and values with -F dotenv (the usual), shell, json, yaml, properties or tfvars."
                    + " A file is for you alone (0600)."
        },
        footer = {
            "pawse config export -a shop > .env",
            "pawse config export -a shop -F json -o shop.json",
            "pawse config export -a heroku:shop | pawse config import - -a aws-ecs:shop"
        })
public final class ConfigExport implements Action {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to a file that only you can read.")
    @Nullable
    String file;

    @Option(names = "--overwrite", description = "Replace the file if it is there already.")
    boolean overwrite;

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        Map<String, Secret> variables = target.require(ConfigVars.class).configVars(target.id());
        if (file == null || file.equals("-")) {
            write(session.out(), variables);
            return ExitCode.OK;
        }
        Path path = session.world().directory().resolve(Path.of(file));
        if (session.options().dryRun) {
            PartFile.requireFree(path, overwrite);
            session.messages().info("Would write " + count(variables) + " to " + file + ".");
            return ExitCode.OK;
        }
        try (PartFile part = PartFile.create(path, overwrite)) {
            write(session.out().into(part.stream()), variables);
            part.finish();
        }
        session.messages()
                .info("Wrote " + count(variables) + " of " + target.id().name() + " to " + file + ".");
        return ExitCode.OK;
    }

    @Override
    public boolean writesVariables() {
        return true;
    }

    private static void write(Output out, Map<String, Secret> variables) {
        Format format = out.format();
        switch (format) {
            case HUMAN -> out.lines(VariableText.lines(Format.DOTENV, variables));
            case SHELL, DOTENV, YAML, PROPERTIES, TFVARS -> out.lines(VariableText.lines(format, variables));
            case JSON -> out.one(List.of(), Variables.flat(variables));
            case JSONL, TSV -> {
                List<Map<String, @Nullable Object>> all = new ArrayList<>();
                new TreeMap<>(variables)
                        .forEach((name, value) -> all.add(Json.object("name", name, "value", value.reveal())));
                out.each(all);
            }
        }
    }

    private static String count(Map<String, Secret> variables) {
        return variables.size() + (variables.size() == 1 ? " variable" : " variables");
    }
}
