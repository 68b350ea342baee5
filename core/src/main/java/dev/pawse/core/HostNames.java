package dev.pawse.core;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings the host names of a file into the one form in which they are compared: lower case, ASCII, without a trailing dot. */
final class HostNames {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");

    private HostNames() {}

    /**
     * The name as it is compared.
     *
     * @throws PawseException {@link Reason#INVALID} when it is not a host name; a leading {@code *.} is allowed
     */
    static String normal(String text) {
        String stripped = text.strip();
        boolean wild = stripped.startsWith("*.");
        String name = wild ? stripped.substring(2) : stripped;
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        try {
            name = IDN.toASCII(name).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw invalid(text, e);
        }
        if (name.isEmpty() || name.length() > 253) {
            throw invalid(text, null);
        }
        for (String label : name.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                throw invalid(text, null);
            }
        }
        return wild ? "*." + name : name;
    }

    private static PawseException invalid(String text, @Nullable Exception cause) {
        return new PawseException(
                Reason.INVALID,
                "'" + text
                        + "' is not a host name such as shop.example.com or *.example.com (without scheme, port or path)",
                cause);
    }
}
