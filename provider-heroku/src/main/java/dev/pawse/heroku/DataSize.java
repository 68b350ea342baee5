package dev.pawse.heroku;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads sizes as Heroku writes them for people: {@code 8.6 MB}, {@code 1.2 GB / 64 GB}. */
final class DataSize {
    private static final Pattern SIZE =
            Pattern.compile("(\\d+(?:\\.\\d+)?) ?(bytes|[KMGT]?B)\\b.*", Pattern.CASE_INSENSITIVE);

    private DataSize() {}

    /** In bytes, or -1 when it is none. */
    static long bytes(@Nullable String text) {
        Matcher size = SIZE.matcher(text == null ? "" : text);
        if (!size.matches()) {
            return -1;
        }
        int power = switch (size.group(2).toUpperCase(Locale.ROOT)) {
            case "KB" -> 1;
            case "MB" -> 2;
            case "GB" -> 3;
            case "TB" -> 4;
            default -> 0;
        };
        return (long) (Double.parseDouble(size.group(1)) * Math.pow(1024, power));
    }
}
