package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What an app's variables are called as parameters and back. Where chamber's names are used they are kept in lower case, and what
 * chamber or somebody wrote with a dash is shown with the underscore that it has in the app's environment. Immutable.
 *
 * @param folder the path above them, with a slash before and behind
 * @param chamber whether names are kept as chamber keeps them
 */
record ParameterNames(String folder, boolean chamber) {
    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9_.-]+(/[a-zA-Z0-9_.-]+)*");
    private static final int MOST = 1011;

    static ParameterNames of(AppSettings settings) {
        String prefix = settings.parameterPrefix();
        return new ParameterNames(prefix.endsWith("/") ? prefix : prefix + "/", settings.isChamberCompatible());
    }

    /** The variable that a parameter holds, e.g. {@code DB_URL} for {@code /shop/db-url}. */
    String variable(String parameter) {
        String name = parameter.startsWith(folder) ? parameter.substring(folder.length()) : parameter;
        return chamber ? name.toUpperCase(Locale.ROOT).replace('-', '_') : name;
    }

    /** Whether there can be a variable of this name at all. */
    boolean isPossible(String variable) {
        return ALLOWED.matcher(stored(variable)).matches();
    }

    /**
     * The parameter of a variable that is new.
     *
     * @throws PawseException {@link Reason#INVALID} when no parameter can be called so
     */
    String parameter(String variable) {
        String name = stored(variable);
        if (!isPossible(variable)) {
            throw new PawseException(
                    Reason.INVALID,
                    "'" + variable + "' cannot be a variable here: its parameter " + folder + name
                            + " would have other characters than letters, digits and . _ - with single slashes between");
        }
        if ((folder + name).length() > MOST) {
            throw new PawseException(
                    Reason.INVALID,
                    "the name of a variable is too long: with " + folder + " it has more than " + MOST + " characters");
        }
        return folder + name;
    }

    private String stored(String variable) {
        return chamber ? variable.toLowerCase(Locale.ROOT) : variable;
    }
}
