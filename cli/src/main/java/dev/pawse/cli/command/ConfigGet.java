package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.cli.Similar;
import dev.pawse.cli.Target;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pawse config get}: bare values for scripts. */
@Command(
        description = "Prints the bare value of one variable, or lines KEY=value of several.",
        footer = {"pawse config get DATABASE_URL -a shop", "pawse config get A B -a shop --json"})
public final class ConfigGet implements Action {
    @Parameters(arity = "1..*", paramLabel = "KEY...", description = "Which variables.")
    List<String> keys = List.of();

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        Map<String, Secret> all = target.require(ConfigVars.class).configVars(target.id());
        Map<String, Secret> wanted = new LinkedHashMap<>();
        for (String key : keys) {
            Secret value = all.get(key);
            if (value == null) {
                throw missing(target, key, all);
            }
            wanted.put(key, value);
        }
        if (session.out().isHuman() && keys.size() == 1) {
            session.out().lines(List.of(Variables.value(wanted, keys.get(0))));
        } else {
            Variables.show(session, wanted);
        }
        return ExitCode.OK;
    }

    @Override
    public boolean writesVariables() {
        return true;
    }

    static RuntimeException missing(Target target, String key, Map<String, Secret> all) {
        return Problem.of(
                        Reason.NOT_FOUND,
                        target.id().name() + " has no config variable " + key + " ("
                                + target.id().provider() + ")")
                .similar(Similar.to(key, all.keySet()).orElse(null))
                .next("pawse config list " + target.flag())
                .about(target.id())
                .failure();
    }
}
