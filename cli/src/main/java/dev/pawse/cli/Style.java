package dev.pawse.cli;

import dev.pawse.spi.AppState;

/** A colour or a weight of text on a terminal; it never carries information alone. */
public enum Style {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    BLUE("34"),
    MAGENTA("35"),
    CYAN("36");

    private static final Style[] NAMES = {CYAN, GREEN, MAGENTA, YELLOW, BLUE};
    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** The style of a state. */
    public static Style of(AppState state) {
        return switch (state) {
            case RUNNING -> GREEN;
            case STARTING, STOPPING -> YELLOW;
            case STOPPED, UNKNOWN -> DIM;
            case CRASHED -> RED;
        };
    }

    /** Always the same style for the same name. */
    public static Style of(String name) {
        return NAMES[Math.floorMod(name.hashCode(), NAMES.length)];
    }

    String apply(String text, boolean colour) {
        return colour && this != PLAIN && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
