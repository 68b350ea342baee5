package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Format;
import dev.pawse.cli.NameCache;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawse config}: an app's config variables with their values. */
@Command(footer = {"pawse config -a shop", "pawse config -a shop --names", "pawse config -a shop -F dotenv > .env"})
public final class ConfigList implements Action {
    @Option(names = "--names", description = "The names alone.")
    boolean namesOnly;

    @Option(
            names = "--origin",
            description =
                    "Also what add-ons and linked apps bring; where each comes from, its version, when it was changed and"
                            + " by whom, as far as the platform tells.")
    boolean origin;

    @Option(names = "--flat", description = "With --json: one object of names and values.")
    boolean flat;

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        ConfigVars vars = target.require(ConfigVars.class);
        if (namesOnly && !origin) {
            Set<String> names = vars.configVarNames(target.id());
            NameCache.keepVariables(session.world(), target, names);
            Variables.showNames(session, names);
            return told(session, target, names.isEmpty());
        }
        Map<String, Secret> variables = vars.configVars(target.id());
        NameCache.keepVariables(session.world(), target, variables.keySet());
        if (origin) {
            return told(
                    session,
                    target,
                    VariableOrigins.show(session, variables, vars.configVarFacts(target.id()), namesOnly));
        }
        if (flat && session.out().format() == Format.JSON) {
            session.out().one(List.of(), Variables.flat(variables));
            return ExitCode.OK;
        }
        Variables.show(session, variables);
        return told(session, target, variables.isEmpty());
    }

    private static int told(Session session, Target target, boolean none) {
        if (none) {
            session.messages().info(target.id().name() + " has no config variables.");
        }
        return ExitCode.OK;
    }

    @Override
    public boolean writesVariables() {
        return true;
    }
}
