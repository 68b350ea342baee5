package dev.pawse.cli.manual;

import dev.pawse.cli.HelpTopic;
import dev.pawse.cli.Manual;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What the scripts for completion know of the commands, as tables that each shell writes in its own way. What may stand in a
 * place is written as a kind: {@code apps}, {@code keys} (of config variables), {@code files}, {@code any}, or {@code =} and words.
 */
final class CompletionTables {
    private static final Map<String, String> WORDS = Map.of(
            "--color", "= auto always never",
            "--format", "= human json jsonl tsv",
            "--provider", "= aws-ecs clever-cloud heroku local scalingo",
            "--status", "= running starting stopping stopped crashed unknown",
            "--source", "= app router platform",
            "PROVIDER", "= aws-ecs clever-cloud heroku local scalingo",
            "SHELL", "= bash zsh fish");

    private final List<Manual.Page> pages;

    CompletionTables(List<Manual.Page> pages) {
        this.pages = List.copyOf(pages);
    }

    /** A word with what it is for. */
    record Item(String word, String text) {}

    /** Each way to write a command, with a group's name alone for what it means; the command's full name. */
    Map<String, String> paths() {
        Map<String, String> paths = new LinkedHashMap<>();
        for (Manual.Page page : pages) {
            paths.put(page.path(), page.path());
            paths.put(page.shortPath(), page.path());
        }
        return paths;
    }

    /** The groups, each with its subcommands; those of the empty name are the first words of all. */
    Map<String, List<Item>> subcommands() {
        Map<String, List<Item>> found = new LinkedHashMap<>();
        found.put("", new ArrayList<>());
        Set<String> first = new LinkedHashSet<>();
        for (Manual.Page page : pages) {
            String[] words = page.path().split(" ", 2);
            if (first.add(words[0])) {
                found.get("").add(new Item(words[0], words.length == 1 ? page.summary() : page.topic()));
            }
            if (words.length == 2) {
                found.computeIfAbsent(words[0], group -> new ArrayList<>()).add(new Item(words[1], page.summary()));
            }
        }
        found.get("").add(new Item("help", "Explain a command or a topic"));
        return found;
    }

    /** A command's own flags, by its full name. */
    Map<String, List<Item>> flags() {
        Map<String, List<Item>> found = new LinkedHashMap<>();
        for (Manual.Page page : pages) {
            if (!page.flags().isEmpty()) {
                found.put(page.path(), items(page.flags()));
            }
        }
        return found;
    }

    List<Item> commonFlags() {
        return items(Manual.commonFlags());
    }

    /** The kinds of the values of flags, by patterns {@code COMMAND:FLAG}; a flag that is not there takes none. */
    Map<List<String>, String> values() {
        Map<List<String>, String> found = new LinkedHashMap<>();
        for (Manual.Page page : pages) {
            for (OptionSpec flag : page.flags()) {
                put(found, "'" + page.path() + "':", flag, kind(flag));
            }
            if (page.writesVariables()) {
                found.put(
                        List.of("'" + page.path() + "':-F", "'" + page.path() + "':--format"),
                        "= human json jsonl tsv shell dotenv");
            }
        }
        Manual.commonFlags().forEach(flag -> put(found, "*:", flag, kind(flag)));
        return found;
    }

    /** The kinds of the arguments, by the command's full name. */
    Map<String, String> arguments() {
        Map<String, String> found = new LinkedHashMap<>();
        for (Manual.Page page : pages) {
            for (PositionalParamSpec argument : page.arguments()) {
                found.putIfAbsent(page.path(), argumentKind(argument.paramLabel()));
            }
        }
        StringBuilder words = new StringBuilder("=");
        subcommands()
                .getOrDefault("", List.of())
                .forEach(item -> words.append(' ').append(item.word()));
        HelpTopic.all().forEach(topic -> words.append(' ').append(topic.name()));
        found.put("help", words.toString());
        return found;
    }

    private static void put(Map<List<String>, String> found, String prefix, OptionSpec flag, String kind) {
        if (flag.arity().max() > 0) {
            List<String> patterns = new ArrayList<>();
            for (String name : flag.names()) {
                patterns.add(prefix + name);
            }
            found.put(patterns, kind);
        }
    }

    private static String kind(OptionSpec flag) {
        String words = WORDS.get(flag.longestName());
        if (words != null) {
            return words;
        }
        if (flag.longestName().equals("--app") || flag.longestName().equals("--confirm")) {
            return "apps";
        }
        return flag.paramLabel().contains("FILE") ? "files" : "any";
    }

    private static String argumentKind(String label) {
        for (Map.Entry<String, String> entry : WORDS.entrySet()) {
            if (label.contains(entry.getKey())) {
                return entry.getValue();
            }
        }
        if (label.contains("KEY")) {
            return "keys";
        }
        if (label.contains("FILE")) {
            return "files";
        }
        return label.contains("APP") ? "apps" : "any";
    }

    private static List<Item> items(List<OptionSpec> flags) {
        List<Item> items = new ArrayList<>();
        for (OptionSpec flag : flags) {
            String text = Manual.text(flag.description());
            for (String name : flag.names()) {
                items.add(new Item(name, text));
            }
            if (flag.negatable()) {
                items.add(new Item(
                        flag.longestName().replaceFirst("^--", "--no-"), "The opposite of " + flag.longestName()));
            }
        }
        return items;
    }
}
