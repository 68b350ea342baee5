package dev.pawse.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes the help texts: of the program, of a group, of a command. */
final class Help {
    private static final int WIDEST = 100;
    private static final int NAMES = 26;

    private Help() {}

    static int root(Output out) {
        List<String> lines = new ArrayList<>();
        lines.add("Pawse lets idle apps rest and wakes them on request; one command line for all platforms.");
        lines.add("");
        lines.add(heading("Usage", out) + " pawse [-a APP] COMMAND [ARGUMENTS] [FLAGS]");
        lines.add("");
        lines.add(heading("Examples", out));
        lines.add("  pawse demo                            try it: no account, nothing to set up");
        lines.add("  pawse apps                            what there is, and what sleeps");
        lines.add("  pawse logs -a shop --tail             follow what an app writes");
        lines.add("  pawse config set GREETING=hello -a shop");
        String topic = "";
        for (Catalog.Entry entry : Catalog.entries()) {
            if (!entry.topic().equals(topic)) {
                topic = entry.topic();
                lines.add("");
                lines.add(heading(topic, out));
            }
            item(lines, shortName(entry.path()), entry.summary(), out);
        }
        lines.add("");
        lines.add(heading("Flags for every command", out));
        item(lines, "-a, --app APP", "which app; else PAWSE_APP, else .pawse.yml", out);
        item(lines, "-j, --json", "machine-readable results; -F json|jsonl|tsv says more", out);
        item(lines, "-q, -v, -vv", "say less, say more", out);
        item(lines, "--dry-run", "show what would be done and change nothing", out);
        item(lines, "-h, --help", "help, of a command too", out);
        lines.add("");
        lines.add(heading("Topics, with pawse help TOPIC", out));
        for (HelpTopic each : HelpTopic.all()) {
            item(lines, each.name(), each.title(), out);
        }
        lines.add("");
        lines.add("pawse COMMAND --help tells all about one command.");
        return write(lines, out);
    }

    static int topic(HelpTopic topic, Output out) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(topic.title(), out));
        boolean inList = false;
        for (HelpTopic.Part part : topic.parts()) {
            if (part.isParagraph() || !inList) {
                lines.add("");
            }
            inList = !part.isParagraph();
            if (inList) {
                item(lines, part.word(), part.text(), out);
            } else {
                lines.addAll(Text.wrap(part.text(), width(out)));
            }
        }
        return write(lines, out);
    }

    static int group(String group, Output out) {
        List<String> lines = new ArrayList<>();
        lines.add(heading("Usage", out) + " pawse " + group + " COMMAND [ARGUMENTS] [FLAGS]");
        lines.add("");
        for (String sub : Catalog.subcommands(group)) {
            Catalog.Entry entry = Catalog.find(group + " " + sub);
            if (entry != null) {
                boolean usual = entry.path().equals(Catalog.usual(group));
                item(lines, group + " " + sub, entry.summary() + (usual ? " (also: pawse " + group + ")" : ""), out);
            }
        }
        lines.add("");
        lines.add("pawse " + group + " COMMAND --help tells all about one command.");
        return write(lines, out);
    }

    static int command(Catalog.Entry entry, CommandSpec spec, Output out) {
        List<String> lines = new ArrayList<>();
        lines.add(entry.summary() + ".");
        lines.add("");
        StringBuilder usage = new StringBuilder(heading("Usage", out) + " pawse " + entry.path());
        boolean flagsFirst = spec.parser().stopAtPositional();
        usage.append(flagsFirst ? " [FLAGS]" : "");
        for (PositionalParamSpec argument : spec.positionalParameters()) {
            usage.append(' ').append(argument.paramLabel());
        }
        lines.add(usage.append(flagsFirst ? "" : " [FLAGS]").toString());
        String[] description = spec.usageMessage().description();
        if (description.length > 0) {
            lines.add("");
            for (String paragraph : description) {
                lines.addAll(Text.wrap(paragraph, width(out)));
            }
        }
        String[] examples = spec.usageMessage().footer();
        if (examples.length > 0) {
            lines.add("");
            lines.add(heading("Examples", out));
            for (String example : examples) {
                lines.add("  " + example);
            }
        }
        CommandSpec global = spec.mixins().get("global");
        List<OptionSpec> common = global == null ? List.of() : global.options();
        section(lines, "Arguments", spec.positionalParameters(), out);
        section(lines, "Flags", own(spec, common), out);
        section(lines, "Flags for every command", common, out);
        return write(lines, out);
    }

    private static List<OptionSpec> own(CommandSpec spec, List<OptionSpec> common) {
        Set<String> others = new HashSet<>();
        for (OptionSpec option : common) {
            others.add(option.longestName());
        }
        List<OptionSpec> own = new ArrayList<>();
        for (OptionSpec option : spec.options()) {
            if (!others.contains(option.longestName())) {
                own.add(option);
            }
        }
        return own;
    }

    private static void section(List<String> lines, String title, List<? extends ArgSpec> arguments, Output out) {
        if (arguments.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(heading(title, out));
        for (ArgSpec argument : arguments) {
            item(lines, names(argument), String.join(" ", argument.description()), out);
        }
    }

    static String names(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return argument.paramLabel();
        }
        String written = String.join(", ", option.names());
        String names = option.negatable() ? written.replace("--", "--[no-]") : written;
        String indented = names.startsWith("--") ? "    " + names : names;
        return option.arity().max() > 0 ? indented + " " + option.paramLabel() : indented;
    }

    private static void item(List<String> lines, String name, String text, Output out) {
        List<String> wrapped = Text.wrap(text, Math.max(20, width(out) - NAMES - 2));
        String first = "  " + name;
        if (first.length() > NAMES) {
            lines.add(first);
            first = "";
        }
        for (String part : wrapped) {
            lines.add((first + " ".repeat(NAMES + 2 - first.length()) + part).stripTrailing());
            first = "";
        }
    }

    private static int width(Output out) {
        return out.columns() == 0 ? WIDEST : Math.min(WIDEST, out.columns());
    }

    private static String heading(String text, Output out) {
        return out.styled(text + ":", Style.BOLD);
    }

    /** A group's usual subcommand may be left out. */
    static String shortName(String path) {
        String group = path.split(" ", 2)[0];
        return path.equals(Catalog.usual(group)) ? group : path;
    }

    private static int write(List<String> lines, Output out) {
        out.lines(lines);
        return ExitCode.OK;
    }
}
