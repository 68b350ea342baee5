package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Table;
import dev.pawse.cli.Target;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse config diff}: in which variables two apps differ, or an app and a file. */
@Command(
        description = {
            "Compares two apps, or an app and a file. With one argument the other side is the app of -a, PAWSE_APP or"
                    + " .pawse.yml. Values are shown as short digests: the same digest, the same value."
        },
        footer = {
            "pawse config diff heroku:shop aws-ecs:shop",
            "pawse config diff .env -a shop",
            "pawse config diff staging production --reveal"
        })
public final class ConfigDiff implements Action {
    @Parameters(
            arity = "1..2",
            paramLabel = "APP|FILE...",
            description = "What to compare: apps, a file, or - for standard input.")
    List<String> sides = List.of();

    @Option(names = "--reveal", description = "Show the values.")
    boolean reveal;

    /**
     * One of two things that are compared.
     *
     * @param name what people call it
     */
    private record Side(String name, Map<String, Secret> variables) {}

    @Override
    public int run(Session session) {
        Side first = sides.size() == 1 ? app(session.targets().app()) : side(session, sides.get(0));
        Side second = side(session, sides.get(sides.size() - 1));
        Table table = new Table("NAME", "DIFFERENCE", first.name(), second.name());
        List<Map<String, @Nullable Object>> values = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(first.variables().keySet());
        names.addAll(second.variables().keySet());
        for (String name : names) {
            Secret one = first.variables().get(name);
            Secret other = second.variables().get(name);
            if (!Objects.equals(one, other)) {
                String difference = one == null ? "only-second" : other == null ? "only-first" : "changed";
                table.row(name, Table.styled(difference, Style.YELLOW), shown(one), shown(other));
                values.add(Json.object(
                        "name",
                        name,
                        "difference",
                        difference,
                        "firstDigest",
                        Digest.of(one),
                        "secondDigest",
                        Digest.of(other),
                        "firstValue",
                        revealed(one),
                        "secondValue",
                        revealed(other)));
            }
        }
        session.out().list(table, values);
        if (table.isEmpty()) {
            session.messages().info(first.name() + " and " + second.name() + " have the same variables.");
        }
        return ExitCode.OK;
    }

    private static Side side(Session session, String argument) {
        return argument.equals(VariableSource.INPUT) || isFile(session, argument)
                ? new Side(argument, VariableSource.read(session, argument, null))
                : app(session.otherApp(argument));
    }

    private static boolean isFile(Session session, String argument) {
        try {
            return Files.isRegularFile(session.world().directory().resolve(argument));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Side app(Target target) {
        return new Side(target.id().toString(), target.require(ConfigVars.class).configVars(target.id()));
    }

    private String shown(@Nullable Secret value) {
        String text = reveal ? revealed(value) : Digest.of(value);
        return text == null ? "-" : text;
    }

    private @Nullable String revealed(@Nullable Secret value) {
        return reveal && value != null ? value.reveal() : null;
    }
}
