package dev.pawse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** All that there is to know of the commands, in the order of the help, for what is rendered from it when Pawse is built. */
public final class Manual {
    private Manual() {}

    /**
     * One command.
     *
     * @param path its full name, one or two words
     * @param shortPath how it may be written too: without the subcommand that its group means by itself
     * @param topic under which heading it stands
     * @param summary one line, without a full stop
     * @param description paragraphs
     * @param examples command lines
     * @param arguments what follows the name
     * @param flags those of this command alone
     * @param writesVariables whether it has the formats for config variables too
     */
    public record Page(
            String path,
            String shortPath,
            String topic,
            String summary,
            List<String> description,
            List<String> examples,
            List<PositionalParamSpec> arguments,
            List<OptionSpec> flags,
            boolean writesVariables) {
        public Page {
            description = List.copyOf(description);
            examples = List.copyOf(examples);
            arguments = List.copyOf(arguments);
            flags = List.copyOf(flags);
        }
    }

    /** Words that stand for a command besides its own. */
    public static Set<String> otherWords() {
        return Catalog.otherWords();
    }

    /** Every command. */
    public static List<Page> pages() {
        List<Page> pages = new ArrayList<>();
        for (Catalog.Entry entry : Catalog.entries()) {
            Action action = Catalog.create(entry.path());
            CommandSpec spec = Described.spec(action);
            pages.add(new Page(
                    entry.path(),
                    Help.shortName(entry.path()),
                    entry.topic(),
                    entry.summary(),
                    List.of(spec.usageMessage().description()),
                    List.of(spec.usageMessage().footer()),
                    spec.positionalParameters(),
                    spec.options(),
                    action.writesVariables()));
        }
        return pages;
    }

    /** The flags that every command takes. */
    public static List<OptionSpec> commonFlags() {
        return Described.spec(new GlobalOptions()).options();
    }

    /** How the help writes a flag with its names and its value. */
    public static String names(OptionSpec flag) {
        return Help.names(flag).strip();
    }

    /** A flag's or an argument's explanation. */
    public static String text(String... description) {
        return String.join(" ", description);
    }
}
