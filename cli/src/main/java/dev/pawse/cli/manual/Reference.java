package dev.pawse.cli.manual;

import dev.pawse.cli.HelpTopic;
import dev.pawse.cli.Manual;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Renders the reference of all commands in Markdown. */
final class Reference {
    private Reference() {}

    static String render(List<Manual.Page> pages, List<HelpTopic> topics) {
        StringBuilder text = new StringBuilder("""
                <!-- Rendered from the commands by the build; ReferenceTest says how to renew it. -->
                # The commands

                `pawse [-a APP] COMMAND [ARGUMENTS] [FLAGS]`. The flags for every command may stand before its name or behind it; `--` ends them.

                """);
        String topic = "";
        for (Manual.Page page : pages) {
            if (!page.topic().equals(topic)) {
                topic = page.topic();
                text.append(topic.equals(pages.get(0).topic()) ? "" : "\n")
                        .append("**")
                        .append(topic)
                        .append("**\n\n");
            }
            text.append("- [`")
                    .append(page.path())
                    .append("`](#")
                    .append(anchor(page))
                    .append(") ")
                    .append(page.summary())
                    .append('\n');
        }
        text.append("\n**Topics**\n\n");
        for (HelpTopic each : topics) {
            text.append("- [`help ")
                    .append(each.name())
                    .append("`](#pawse-help-")
                    .append(each.name())
                    .append(") ")
                    .append(each.title())
                    .append('\n');
        }
        text.append("\n## Flags for every command\n\n");
        flags(text, Manual.commonFlags());
        pages.forEach(page -> page(text, page));
        topics.forEach(each -> topic(text, each));
        return text.toString();
    }

    private static void topic(StringBuilder text, HelpTopic topic) {
        text.append("\n## pawse help ")
                .append(topic.name())
                .append("\n\n")
                .append(topic.title())
                .append(".\n");
        boolean inList = false;
        for (HelpTopic.Part part : topic.parts()) {
            if (part.isParagraph()) {
                text.append('\n').append(part.text()).append('\n');
            } else {
                text.append(inList ? "" : "\n| | |\n|---|---|\n");
                row(text, part.word(), part.text());
            }
            inList = !part.isParagraph();
        }
    }

    private static void page(StringBuilder text, Manual.Page page) {
        text.append("\n## pawse ")
                .append(page.path())
                .append("\n\n")
                .append(page.summary())
                .append(".");
        if (!page.path().equals(page.shortPath())) {
            text.append(" Also: `pawse ").append(page.shortPath()).append("`.");
        }
        text.append("\n");
        for (String paragraph : page.description()) {
            text.append('\n').append(paragraph).append('\n');
        }
        if (!page.arguments().isEmpty() || !page.flags().isEmpty()) {
            text.append("\n");
            if (page.arguments().isEmpty()) {
                flags(text, page.flags());
            } else {
                text.append("| | |\n|---|---|\n");
                for (PositionalParamSpec argument : page.arguments()) {
                    row(text, argument.paramLabel(), Manual.text(argument.description()));
                }
                page.flags().forEach(flag -> row(text, Manual.names(flag), Manual.text(flag.description())));
            }
        }
        if (!page.examples().isEmpty()) {
            text.append("\n```sh\n");
            page.examples().forEach(example -> text.append(example).append('\n'));
            text.append("```\n");
        }
    }

    private static void flags(StringBuilder text, List<OptionSpec> flags) {
        if (flags.isEmpty()) {
            return;
        }
        text.append("| | |\n|---|---|\n");
        flags.forEach(flag -> row(text, Manual.names(flag), Manual.text(flag.description())));
    }

    private static void row(StringBuilder text, String name, String explanation) {
        text.append("| `")
                .append(cell(name))
                .append("` | ")
                .append(cell(explanation))
                .append(" |\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String anchor(Manual.Page page) {
        return "pawse-" + page.path().replace(' ', '-');
    }
}
