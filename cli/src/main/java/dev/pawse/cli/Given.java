package dev.pawse.cli;

/**
 * A value and who said it.
 *
 * @param text the value
 * @param origin for people, e.g. {@code --app} or {@code PAWSE_APP}
 */
record Given(String text, String origin) {}
