package dev.pawse.ecs.fake.channel;

import java.util.ArrayList;
import java.util.List;

/** Splits a command line into words as the agent in a container does: by quotes and backslashes, without a shell. */
final class CommandWords {
    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private CommandWords(String line) {
        this.line = line;
    }

    /** @throws IllegalArgumentException when a quote is not closed */
    static List<String> of(String line) {
        CommandWords split = new CommandWords(line);
        split.split();
        return List.copyOf(split.words);
    }

    private void split() {
        while (at < line.length()) {
            char next = line.charAt(at++);
            if (Character.isWhitespace(next)) {
                endWord();
            } else if (next == '#' && !inWord) {
                at = line.indexOf('\n', at) < 0 ? line.length() : line.indexOf('\n', at);
            } else {
                inWord = true;
                add(next);
            }
        }
        endWord();
    }

    private void add(char next) {
        if (next == '\'') {
            quoted('\'', false);
        } else if (next == '"') {
            quoted('"', true);
        } else if (next == '\\') {
            word.append(taken());
        } else {
            word.append(next);
        }
    }

    private void quoted(char end, boolean escapes) {
        for (char next = taken(); next != end; next = taken()) {
            word.append(escapes && next == '\\' ? taken() : next);
        }
    }

    private char taken() {
        if (at == line.length()) {
            throw new IllegalArgumentException("EOF found when expecting closing quote");
        }
        return line.charAt(at++);
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
