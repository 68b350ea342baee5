package dev.pawse.cli.command;

import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Shell.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the commands have in common that start a process for one command. */
final class OneOff {
    @Option(names = "--size", paramLabel = "S", description = "The platform's word for the size of the new process.")
    @Nullable
    String size;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "KEY=VALUE",
            description = "A variable on top of the app's own; KEY alone takes it from the environment of pawse, where"
                    + " nobody sees it. May be repeated.")
    List<String> variables = List.of();

    Shell.Request request(Session session, List<String> command, @Nullable String process, @Nullable Window terminal) {
        return new Shell.Request(command, process, environment(session), size, terminal);
    }

    private Map<String, String> environment(Session session) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : variables) {
            int equals = variable.indexOf('=');
            String name = equals < 0 ? variable : variable.substring(0, equals);
            if (name.isBlank()) {
                throw Problem.usage("--env: " + (equals < 0 ? "an empty word" : "=…")
                                + " names no variable; right is KEY=VALUE or KEY")
                        .failure();
            }
            environment.put(name, equals < 0 ? inherited(session, name) : variable.substring(equals + 1));
        }
        return environment;
    }

    private static String inherited(Session session, String name) {
        String value = session.world().environment().get(name);
        if (value == null) {
            throw Problem.usage("--env: " + name + " is not set in the environment of pawse")
                    .next("--env " + name + "=VALUE")
                    .failure();
        }
        return value;
    }
}
