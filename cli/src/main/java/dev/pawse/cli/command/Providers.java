package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Output;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Table;
import dev.pawse.cli.Text;
import dev.pawse.core.Plugins;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.capability.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code pawse providers}: which platforms this installation knows, and what each of them can do. */
@Command(
        description =
                "Looks into the folder plugins/ of the distribution. A jar that cannot be used is named on standard error.",
        footer = {"pawse providers", "pawse providers --json"})
public final class Providers implements Action {
    private static final int INDENT = 14;

    @Override
    public boolean callsPlatforms() {
        return false;
    }

    @Override
    public int run(Session session) {
        Plugins plugins = session.plugins();
        Table table = new Table("PROVIDER", "SOURCE", "CAN DO", "DESCRIPTION");
        List<Map<String, @Nullable Object>> values = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Plugins.Plugin<ProviderFactory> plugin : plugins.providers()) {
            List<String> capabilities = Capability.ALL.stream()
                    .filter(plugin.factory().capabilities()::contains)
                    .map(Capability::label)
                    .toList();
            String description = plugin.factory().description();
            table.row(plugin.type(), plugin.source(), String.join(" ", capabilities), description);
            lines.addAll(lines(session.out(), plugin, capabilities));
            values.add(Json.object(
                    "type",
                    plugin.type(),
                    "source",
                    plugin.source(),
                    "capabilities",
                    capabilities,
                    "description",
                    description));
        }
        if (session.out().isHuman()) {
            session.out().lines(lines);
        } else {
            session.out().report(table, Json.object("providers", values, "problems", plugins.problems()), values);
        }
        if (table.isEmpty()) {
            session.messages().info("No provider was found.");
        }
        plugins.problems().forEach(session.messages()::warn);
        return ExitCode.OK;
    }

    /** A table would have to cut what a provider can do. */
    private static List<String> lines(Output out, Plugins.Plugin<ProviderFactory> plugin, List<String> capabilities) {
        String name =
                plugin.type() + " ".repeat(Math.max(2, INDENT - plugin.type().length()));
        String what = Text.line(plugin.factory().description() + " (" + plugin.source() + ")");
        List<String> lines = new ArrayList<>(out.hanging(out.styled(name, Style.BOLD), INDENT, what, Style.PLAIN));
        lines.addAll(out.hanging(" ".repeat(INDENT), INDENT, String.join(", ", capabilities), Style.DIM));
        return lines;
    }
}
