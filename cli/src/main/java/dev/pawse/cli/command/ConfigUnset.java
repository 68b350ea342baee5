package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse config unset}: removes variables in one call. */
@Command(footer = {"pawse config unset GREETING -a shop", "pawse config unset A B -a shop --if-exists --yes"})
public final class ConfigUnset implements Action {
    @Parameters(arity = "1..*", paramLabel = "KEY...", description = "Which variables.")
    List<String> keys = List.of();

    @Option(names = "--if-exists", description = "Pass over those that are not there.")
    boolean ifExists;

    @Mixin
    RestartFlag restart = new RestartFlag();

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        ConfigVars vars = target.require(ConfigVars.class);
        RestartFlag.Restarter restarter = restart.check(target, vars);
        Map<String, Secret> before = vars.configVars(target.id());
        Set<String> remove = new LinkedHashSet<>();
        for (String key : keys) {
            if (before.containsKey(key)) {
                remove.add(key);
            } else if (!ifExists) {
                throw ConfigGet.missing(target, key, before);
            }
        }
        boolean dry = session.options().dryRun;
        String names = String.join(", ", remove);
        if (!remove.isEmpty() && !dry) {
            session.questions()
                    .confirm("Remove " + names + " from " + target.id().name() + "?");
            vars.unsetConfigVars(target.id(), remove);
            restarter.run();
        }
        String line = remove.isEmpty()
                ? "Nothing to remove from " + target.id().name() + "."
                : (dry ? "Would remove " : "Removed ") + names + " from "
                        + target.id().name() + "."
                        + (dry ? "" : restarter.consequence());
        session.out()
                .one(
                        List.of(line),
                        Json.object(
                                "changed",
                                Set.copyOf(keys).stream()
                                        .sorted()
                                        .map(key -> Json.object(
                                                "name", key, "action", remove.contains(key) ? "removed" : "unchanged"))
                                        .toList(),
                                "restarted",
                                restarter.restarts() && !remove.isEmpty() && !dry,
                                "release",
                                null,
                                "dryRun",
                                dry));
        return ExitCode.OK;
    }
}
