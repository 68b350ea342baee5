package dev.pawse.spi;

import java.util.List;

/**
 * What somebody enters to log in to a platform.
 *
 * @param ways each a list of what is entered together, by the keys of the provider's settings, e.g. {@code [api-token]}; all of
 *     different lengths, the usual one first; none where nothing is entered
 * @param help where one gets it, or where the credentials come from instead
 */
public record LoginForm(List<List<String>> ways, String help) {
    public LoginForm {
        ways = ways.stream().map(List::copyOf).toList();
    }

    /** Nothing is entered. */
    public static LoginForm none(String help) {
        return new LoginForm(List.of(), help);
    }
}
