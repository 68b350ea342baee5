package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.HiddenInput;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse config set}: changes variables in one call; names are printed, values never. */
@Command(
        description = {
            "A value on the command line is seen by others of this machine: KEY=- reads it from standard input,"
                    + " KEY=@FILE from a file, and a bare KEY asks for it."
        },
        footer = {
            "pawse config set GREETING=hello COLOUR=blue -a shop",
            "pawse config set TOKEN=- -a shop < token.txt",
            "pawse config set CERTIFICATE=@cert.pem -a shop"
        })
public final class ConfigSet implements Action {
    @Parameters(
            arity = "1..*",
            paramLabel = "KEY=VALUE...",
            description = "What to set: KEY=VALUE, KEY=- (standard input), KEY=@FILE or KEY (asks).")
    List<String> assignments = List.of();

    @Option(
            names = "--skip-unchanged",
            negatable = true,
            description = "Leave alone what has the value already; the usual.")
    @Nullable
    Boolean skipUnchanged;

    @Mixin
    NoteFlag note = new NoteFlag();

    @Mixin
    RestartFlag restart = new RestartFlag();

    @Override
    public int run(Session session) {
        Map<String, Secret> wanted = read(session);
        Target target = session.targets().app();
        ConfigVars vars = target.require(ConfigVars.class);
        RestartFlag.Restarter restarter = restart.check(target, vars);
        VariableChanges changes = VariableChanges.merge(vars.configVars(target.id()), wanted);
        if (Boolean.FALSE.equals(skipUnchanged)) {
            changes.evenUnchanged(wanted);
        }
        if (!changes.isNone() && !session.options().dryRun) {
            changes.apply(vars, target, note.of(session, target, vars));
            restarter.run();
        }
        changes.report(session, target, restarter);
        return ExitCode.OK;
    }

    private Map<String, Secret> read(Session session) {
        Map<String, Secret> wanted = new LinkedHashMap<>();
        boolean inputUsed = false;
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            String name = equals < 0 ? assignment : assignment.substring(0, equals);
            if (name.isBlank()) {
                throw Problem.usage("'" + (equals < 0 ? assignment : "=…") + "' names no variable; right is KEY=VALUE")
                        .failure();
            }
            String given = equals < 0 ? null : assignment.substring(equals + 1);
            if ("-".equals(given) && inputUsed) {
                throw Problem.usage("only one variable can be read from standard input")
                        .failure();
            }
            inputUsed |= "-".equals(given);
            if (wanted.put(name, Secret.of(value(session, name, given))) != null) {
                throw Problem.usage(name + " is given twice").failure();
            }
        }
        return wanted;
    }

    private static String value(Session session, String name, @Nullable String given) {
        if (given == null) {
            return ask(session, name);
        }
        if (given.equals("-")) {
            return session.questions().readInput();
        }
        return given.startsWith("@") ? file(session, name, given.substring(1)) : given;
    }

    private static String file(Session session, String name, String path) {
        try {
            String text = Files.readString(session.world().directory().resolve(Path.of(path)));
            return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (NoSuchFileException e) {
            throw Problem.usage(name + ": there is no file " + path).failure(e);
        } catch (IOException | IllegalArgumentException e) {
            throw Problem.usage(name + ": the file " + path + " cannot be read as text")
                    .failure(e);
        }
    }

    private static String ask(Session session, String name) {
        if (!session.questions().canAsk()) {
            throw Problem.unconfirmed(name + " has no value, and nobody is there to be asked")
                    .next("KEY=VALUE, KEY=- or KEY=@FILE")
                    .failure();
        }
        return HiddenInput.ask(session, name + ":")
                .orElseThrow(() -> Problem.unconfirmed("no value for " + name + " was entered, nothing was changed")
                        .failure());
    }
}
