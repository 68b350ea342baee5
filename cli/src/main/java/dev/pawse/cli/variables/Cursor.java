package dev.pawse.cli.variables;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;

/** A place in a text that is read from its beginning to its end. Not safe for several threads. */
final class Cursor {
    private final String text;
    private int at;

    Cursor(String text) {
        this.text = text;
    }

    /** Without what editors of other systems put before a text and behind its lines. */
    static Cursor ofFile(String text) {
        String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
        return new Cursor(plain.replace("\r\n", "\n"));
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** The next character, or 0 at the end. */
    char peek() {
        return atEnd() ? 0 : text.charAt(at);
    }

    char next() {
        return text.charAt(at++);
    }

    /** Whether the text goes on so; if so it is passed. */
    boolean take(String word) {
        boolean there = text.startsWith(word, at);
        at += there ? word.length() : 0;
        return there;
    }

    /** The same for a word that ends there. */
    boolean takeWord(String word) {
        int end = at + word.length();
        boolean there = text.startsWith(word, at) && end < text.length() && isSpace(text.charAt(end));
        at = there ? end : at;
        return there;
    }

    void skipSpaces() {
        while (isSpace(peek())) {
            at++;
        }
    }

    /** Passes empty lines and comments. Returns whether anything comes after them. */
    boolean skipToNext() {
        while (!atEnd()) {
            char c = peek();
            if (c == '#') {
                restOfLine();
            } else if (isSpace(c) || c == '\n' || c == '\r') {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    /** All up to the end of the line. */
    String restOfLine() {
        int end = text.indexOf('\n', at);
        String rest = text.substring(at, end < 0 ? text.length() : end);
        at += rest.length();
        return rest;
    }

    /** A variable's name. */
    String name() {
        int start = at;
        while (isNamePart(peek())) {
            at++;
        }
        if (at == start) {
            throw wrong("no name of a variable; right is KEY=VALUE");
        }
        return text.substring(start, at);
    }

    /** All up to a quote, which is passed. */
    String upTo(char quote, String name) {
        int end = text.indexOf(quote, at);
        if (end < 0) {
            throw unclosed(name);
        }
        String quoted = text.substring(at, end);
        at = end + 1;
        return quoted;
    }

    PawseException unclosed(String name) {
        return wrong("the quotes around the value of " + name + " are not closed");
    }

    /** A mistake here; never with a part of the text, which may be secret. */
    PawseException wrong(String what) {
        long line = 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
        return new PawseException(Reason.INVALID, "line " + line + ": " + what);
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_.-/".indexOf(c) >= 0;
    }
}
