package dev.pawse.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which command the words of a command line name, found without building a model of any.
 *
 * @param path the command's full name, e.g. {@code config set}; a group's or a topic's name when help for that is wanted; empty
 *     when no command is named
 * @param arguments all other words, in their order
 */
record Route(String path, List<String> arguments) {
    private static final Set<String> HELP = Set.of("-h", "--help");

    Route {
        arguments = List.copyOf(arguments);
    }

    static Route of(String... words) {
        List<String> rest = new ArrayList<>(Arrays.asList(words));
        String first = takeWord(rest);
        if (first == null) {
            return new Route("", rest);
        }
        int colon = first.indexOf(':');
        if (colon > 0 && Catalog.isGroup(first.substring(0, colon))) {
            rest.add(0, first.substring(colon + 1));
            first = first.substring(0, colon);
        }
        if (first.equals("help")) {
            return help(rest);
        }
        first = Catalog.meant(first);
        if (first.indexOf(' ') > 0) {
            return new Route(first, rest);
        }
        if (Catalog.isGroup(first)) {
            return inGroup(first, rest);
        }
        Route route = new Route(first, rest);
        if (Catalog.find(first) == null && !(route.wantsHelp() && HelpTopic.find(first) != null)) {
            throw unknown(first, first, candidates(route), "pawse --help");
        }
        return route;
    }

    private static List<String> candidates(Route route) {
        List<String> candidates = new ArrayList<>(Catalog.firstWords());
        if (route.wantsHelp()) {
            for (HelpTopic topic : HelpTopic.all()) {
                candidates.add(topic.name());
            }
        }
        return candidates;
    }

    /** Whether help is asked for, before what ends the options. */
    boolean wantsHelp() {
        for (String argument : arguments) {
            if (argument.equals("--")) {
                return false;
            }
            if (HELP.contains(argument)) {
                return true;
            }
        }
        return false;
    }

    private static Route help(List<String> rest) {
        List<String> words = new ArrayList<>(rest);
        words.add("--help");
        return of(words.toArray(String[]::new));
    }

    private static Route inGroup(String group, List<String> rest) {
        List<String> left = new ArrayList<>(rest);
        String word = takeWord(left);
        if (word != null && Catalog.find(group + " " + word) != null) {
            return new Route(group + " " + word, left);
        }
        String usual = Catalog.usual(group);
        if (word == null) {
            Route route = new Route(usual == null ? group : usual, rest);
            return route.wantsHelp() ? new Route(group, rest) : route;
        }
        throw unknown(group + " " + word, word, Catalog.subcommands(group), "pawse " + group + " --help");
    }

    /** Takes the first word that is not one of the flags of every command; null when another flag comes first. */
    private static @Nullable String takeWord(List<String> words) {
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at);
            if (word.equals("--")) {
                return null;
            }
            if (!word.startsWith("-") || word.equals("-")) {
                return words.remove(at);
            }
            if (GlobalOptions.WITH_VALUE.contains(word)) {
                at += 2;
            } else if (GlobalOptions.isWhole(word)) {
                at++;
            } else {
                return null;
            }
        }
        return null;
    }

    private static Failure unknown(String whole, String word, List<String> candidates, String help) {
        String meant = Similar.to(word, candidates).orElse(null);
        String question = meant == null
                ? ""
                : ": did you mean \"" + whole.substring(0, whole.length() - word.length()) + meant + "\"?";
        return Problem.usage("unknown command \"" + whole + "\"" + question)
                .next(help)
                .failure();
    }
}
