package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.cli.Similar;
import dev.pawse.cli.Target;
import dev.pawse.spi.capability.Permissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawse doctor iam}: the least policy with which commands work, for whoever grants permissions. */
@Command(
        description = "Prints the policy and grants nothing. A group such as config stands for all its commands.",
        footer = {
            "pawse doctor iam --for ps,logs -a shop",
            "pawse doctor iam --for \"config list\",run -a shop > policy.json",
            "pawse doctor iam --for \"proxy start\" -a shop"
        })
public final class DoctorIam implements Action {
    @Option(
            names = "--for",
            split = ",",
            paramLabel = "COMMANDS",
            description = "Only these commands, with commas between them; else all.")
    List<String> commands = new ArrayList<>();

    @Override
    public boolean callsPlatforms() {
        return false;
    }

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        Permissions permissions = target.require(Permissions.class);
        Set<String> known = new TreeSet<>(permissions.commands());
        Set<String> asked = commands.isEmpty() ? known : new TreeSet<>();
        commands.forEach(word -> asked.addAll(named(word.strip().replace(':', ' '), known)));
        String policy = permissions.policy(target.id(), asked);
        session.out()
                .one(
                        policy.stripTrailing().lines().toList(),
                        Json.object(
                                "provider",
                                target.id().provider(),
                                "app",
                                target.id().name(),
                                "commands",
                                List.copyOf(asked),
                                "policy",
                                policy));
        return ExitCode.OK;
    }

    private static List<String> named(String word, Set<String> known) {
        List<String> found = known.stream()
                .filter(command -> command.equals(word) || command.startsWith(word + " "))
                .toList();
        if (found.isEmpty()) {
            throw Problem.usage("--for: there is no command '" + word + "'")
                    .similar(Similar.to(word, known).orElse(null))
                    .next("--for takes " + String.join(", ", known))
                    .failure();
        }
        return found;
    }
}
