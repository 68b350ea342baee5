package dev.pawse.spi;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One adapter's part of the configuration. Keys are lower case with dashes; what is asked for is noted, so that a key that
 * nobody asked for can be reported with {@link #unread()} and is never a silent default. Safe for many threads.
 */
public final class Settings {
    private static final int MAX_SECRET = 64 * 1024;

    private final Map<String, String> values;
    private final UnaryOperator<String> origin;
    private final Path directory;
    private final Set<String> asked = new ConcurrentSkipListSet<>();

    /**
     * @param values by key
     * @param origin what the user calls a key, e.g. {@code file} is {@code PROVIDER_LOCAL_FILE}; used in messages
     */
    public Settings(Map<String, String> values, UnaryOperator<String> origin) {
        this(values, origin, Path.of(""));
    }

    /**
     * @param values by key
     * @param origin what the user calls a key
     * @param directory what the files that settings name are relative to
     */
    public Settings(Map<String, String> values, UnaryOperator<String> origin, Path directory) {
        this.values = Map.copyOf(values);
        this.origin = origin;
        this.directory = directory;
    }

    /** Settings whose keys are called by their own names. */
    public static Settings of(Map<String, String> values) {
        return new Settings(values, UnaryOperator.identity());
    }

    /** The text of a key; a blank one counts as absent. */
    public Optional<String> text(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /**
     * The text of a key that must be there.
     *
     * @throws PawseException {@link Reason#INVALID} when the key is absent
     */
    public String requireText(String key) {
        return text(key).orElseThrow(() -> invalid(key, "is required and not set"));
    }

    /**
     * The secret of a key, or of the file that the key with {@code -file} behind it names; white space around it does not count.
     *
     * @throws PawseException {@link Reason#INVALID} when both are set, or the file cannot be read or is empty
     */
    public Optional<Secret> secret(String key) {
        Optional<String> direct = text(key);
        String fileKey = key + "-file";
        Optional<Path> file = path(fileKey);
        if (file.isEmpty()) {
            return direct.map(Secret::of);
        }
        if (direct.isPresent()) {
            throw invalid(fileKey, "and " + origin(key) + " are both set; right is one of them");
        }
        return Optional.of(Secret.of(content(fileKey, file.get())));
    }

    /**
     * The secret of a key that must be there.
     *
     * @throws PawseException {@link Reason#INVALID} when it is absent, or as {@link #secret} says
     */
    public Secret requireSecret(String key) {
        return secret(key).orElseThrow(() -> invalid(key, "is required and not set"));
    }

    /**
     * A file or a folder; a relative one is looked for from the folder of the configuration. It need not exist.
     *
     * @throws PawseException {@link Reason#INVALID} when the text can be no path
     */
    public Optional<Path> path(String key) {
        return text(key).map(text -> {
            try {
                return directory.resolve(text);
            } catch (InvalidPathException e) {
                throw new PawseException(Reason.INVALID, origin(key) + ": is not a path: " + e.getReason(), e);
            }
        });
    }

    /**
     * A duration such as {@code 90s}, {@code 15m} or {@code 2h}; a bare number is seconds.
     *
     * @throws PawseException {@link Reason#INVALID} when it is not one
     */
    public Duration duration(String key, Duration absent) {
        return parsed(
                key, absent, text -> Durations.parse(text, Durations.Unit.SECONDS), "a duration such as 90s or 15m");
    }

    /**
     * A whole number.
     *
     * @throws PawseException {@link Reason#INVALID} when it is not a whole number between the two
     */
    public int integer(String key, int absent, int least, int most) {
        return parsed(
                key,
                absent,
                text -> {
                    int number = Integer.parseInt(text);
                    if (number < least || number > most) {
                        throw new IllegalArgumentException("out of range");
                    }
                    return number;
                },
                "a whole number from " + least + " to " + most);
    }

    /**
     * A switch.
     *
     * @throws PawseException {@link Reason#INVALID} when it is neither {@code true} nor {@code false}
     */
    public boolean flag(String key, boolean absent) {
        return parsed(
                key,
                absent,
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("neither");
                },
                "true or false");
    }

    /**
     * An address.
     *
     * @throws PawseException {@link Reason#INVALID} when it is not an absolute http or https address
     */
    public URI uri(String key, URI absent) {
        return parsed(
                key,
                absent,
                text -> {
                    try {
                        URI uri = new URI(text);
                        if (uri.getHost() == null
                                || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                            throw new IllegalArgumentException("no host");
                        }
                        return uri;
                    } catch (URISyntaxException e) {
                        throw new IllegalArgumentException("not a URI", e);
                    }
                },
                "an address such as https://api.example.com");
    }

    /** The keys that are set and that nobody has asked for. */
    public Set<String> unread() {
        Set<String> left = new TreeSet<>(values.keySet());
        left.removeAll(asked);
        return left;
    }

    /** The keys that were asked for: those that this adapter knows. */
    public Set<String> known() {
        return new TreeSet<>(asked);
    }

    /** What the user calls a key. */
    public String origin(String key) {
        return origin.apply(key);
    }

    /** An {@link Reason#INVALID} failure that names the key as the user does; {@code problem} says what would be right. */
    public PawseException invalid(String key, String problem) {
        return new PawseException(Reason.INVALID, origin(key) + " " + problem);
    }

    /** The keys, never the values: they may be secret. */
    @Override
    public String toString() {
        return "Settings" + new TreeMap<>(values).keySet();
    }

    private String content(String key, Path file) {
        String text;
        try {
            if (Files.size(file) > MAX_SECRET) {
                throw invalid(key, "names a file of more than " + MAX_SECRET + " bytes");
            }
            text = Files.readString(file).strip();
        } catch (IOException e) {
            // The cause is left out: the message of a decoding failure may tell of the content.
            throw invalid(
                    key,
                    "names a file that cannot be read: " + file + " ("
                            + e.getClass().getSimpleName() + ")");
        }
        if (text.isEmpty()) {
            throw invalid(key, "names an empty file: " + file);
        }
        return text;
    }

    private <T> T parsed(String key, T absent, Function<String, T> parse, String right) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return absent;
        }
        try {
            return parse.apply(text.get());
        } catch (IllegalArgumentException e) {
            throw new PawseException(Reason.INVALID, origin(key) + ": '" + text.get() + "' is not " + right, e);
        }
    }
}
