package dev.pawse.cli.manual;

import dev.pawse.cli.HelpTopic;
import dev.pawse.cli.Manual;
import dev.pawse.cli.Version;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Renders the manual pages in roff: one of the program and one for each command, by their files' names. */
final class ManPages {
    private ManPages() {}

    static Map<String, String> render(List<Manual.Page> pages, List<HelpTopic> topics) {
        Map<String, String> rendered = new TreeMap<>();
        rendered.put("pawse.1", program(pages, topics));
        pages.forEach(page -> rendered.put(name(page) + ".1", command(page)));
        return rendered;
    }

    private static String program(List<Manual.Page> pages, List<HelpTopic> topics) {
        StringBuilder text = new StringBuilder(
                head("pawse", "one command line for several platforms, and a proxy that wakes idle apps"));
        text.append(".SH SYNOPSIS\n.B pawse\n[\\-a APP] COMMAND [ARGUMENTS] [FLAGS]\n");
        String topic = "";
        for (Manual.Page page : pages) {
            if (!page.topic().equals(topic)) {
                topic = page.topic();
                text.append(".SH ")
                        .append(escaped(topic.toUpperCase(Locale.ROOT)))
                        .append('\n');
            }
            item(text, "pawse " + page.shortPath(), page.summary() + ". See " + name(page) + "(1).");
        }
        text.append(".SH FLAGS FOR EVERY COMMAND\n");
        Manual.commonFlags().forEach(flag -> item(text, Manual.names(flag), Manual.text(flag.description())));
        topics.forEach(each -> topic(text, each));
        return text.toString();
    }

    private static void topic(StringBuilder text, HelpTopic topic) {
        text.append(".SH ")
                .append(escaped(topic.title().toUpperCase(Locale.ROOT)))
                .append('\n');
        for (HelpTopic.Part part : topic.parts()) {
            if (part.isParagraph()) {
                text.append(".PP\n").append(line(part.text()));
            } else {
                item(text, part.word(), part.text());
            }
        }
    }

    private static String command(Manual.Page page) {
        StringBuilder text = new StringBuilder(head(name(page), page.summary()));
        text.append(".SH SYNOPSIS\n.B pawse ").append(escaped(page.path())).append('\n');
        for (PositionalParamSpec argument : page.arguments()) {
            text.append(escaped(argument.paramLabel())).append(' ');
        }
        text.append("[FLAGS]\n");
        if (!page.description().isEmpty()) {
            text.append(".SH DESCRIPTION\n");
            page.description().forEach(paragraph -> text.append(".PP\n").append(line(paragraph)));
        }
        if (!page.arguments().isEmpty()) {
            text.append(".SH ARGUMENTS\n");
            for (PositionalParamSpec argument : page.arguments()) {
                item(text, argument.paramLabel(), Manual.text(argument.description()));
            }
        }
        if (!page.flags().isEmpty()) {
            text.append(".SH FLAGS\n");
            for (OptionSpec flag : page.flags()) {
                item(text, Manual.names(flag), Manual.text(flag.description()));
            }
        }
        if (!page.examples().isEmpty()) {
            text.append(".SH EXAMPLES\n.nf\n");
            page.examples().forEach(example -> text.append(line(example)));
            text.append(".fi\n");
        }
        return text.append(".SH SEE ALSO\nThe flags for every command are in\n.BR pawse (1).\n")
                .toString();
    }

    private static String head(String name, String summary) {
        return ".\\\" Rendered from the commands by the build.\n.TH " + name.toUpperCase(Locale.ROOT)
                + " 1 \"\" \"Pawse " + Version.text() + "\" \"Pawse\"\n.SH NAME\n" + escaped(name) + " \\- "
                + escaped(summary) + "\n";
    }

    private static void item(StringBuilder text, String name, String explanation) {
        text.append(".TP\n.B ").append(escaped(name)).append('\n').append(line(explanation));
    }

    private static String name(Manual.Page page) {
        return "pawse-" + page.path().replace(' ', '-');
    }

    /** A dot or a quote at the start of a line would be a request. */
    private static String line(String text) {
        String escaped = escaped(text);
        return (escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "") + escaped + "\n";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("…", "...");
    }
}
