package dev.pawse.core;

import dev.pawse.spi.Durations;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads variables as what they mean. What is wrong goes to the list of problems, and the default stands in for it. */
final class ConfigReader {
    private static final int MAX_SECRET = 64 * 1024;

    private final ConfigSources sources;
    private final Path directory;
    private final Problems problems;

    ConfigReader(ConfigSources sources, Path directory, Problems problems) {
        this.sources = sources;
        this.directory = directory;
        this.problems = problems;
    }

    Optional<String> text(String name) {
        return sources.find(name)
                .map(ConfigSources.Found::text)
                .or(() -> Optional.ofNullable(ConfigKeys.named(name).absent()));
    }

    int integer(String name, int least, int most) {
        return parsed(
                name,
                text -> {
                    try {
                        int number = Integer.parseInt(text);
                        if (number >= least && number <= most) {
                            return number;
                        }
                    } catch (NumberFormatException e) {
                        // Told below, as a number that is out of range is.
                    }
                    throw new IllegalArgumentException(
                            "'" + text + "' is not a whole number from " + least + " to " + most);
                },
                least);
    }

    Duration duration(String name, Durations.Unit bareNumber, boolean mayBeZero) {
        return parsed(
                name,
                text -> {
                    Duration duration = Durations.parse(text, bareNumber);
                    if (duration.isZero() && !mayBeZero) {
                        throw new IllegalArgumentException("'" + text + "' is not above 0");
                    }
                    return duration;
                },
                Duration.ofSeconds(1));
    }

    boolean flag(String name) {
        return parsed(
                name,
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true", "1", "yes", "on" -> true;
                    case "false", "0", "no", "off" -> false;
                    default -> throw new IllegalArgumentException("'" + text + "' is not true or false");
                },
                false);
    }

    String word(String name, List<String> words) {
        return parsed(
                name,
                text -> {
                    String word = text.toLowerCase(Locale.ROOT);
                    if (!words.contains(word)) {
                        throw new IllegalArgumentException("'" + text + "' is not one of " + String.join(", ", words)
                                + NearestWord.hint(word, words));
                    }
                    return word;
                },
                words.get(0));
    }

    <T> T parsed(String name, Function<String, T> parse, T wrong) {
        String text = text(name).orElseThrow(() -> new IllegalStateException(name + " has no default"));
        try {
            return parse.apply(text);
        } catch (PawseException e) {
            problems.add(origin(name) + ": " + e.message());
        } catch (IllegalArgumentException e) {
            problems.add(origin(name) + ": " + e.getMessage());
        }
        return wrong;
    }

    Optional<Path> path(String name) {
        return text(name).map(directory::resolve);
    }

    /** A secret from its variable, or from the file that the variable with {@code _FILE} behind it names. */
    Optional<Secret> secret(String name) {
        Optional<String> direct = text(name);
        Optional<ConfigSources.Found> file = sources.find(name + "_FILE");
        if (file.isEmpty()) {
            return direct.map(Secret::of);
        }
        if (sources.find(name).isPresent()) {
            problems.add(name + " and " + name + "_FILE are both set; right is one of them");
            return Optional.empty();
        }
        return Optional.ofNullable(fileText(file.get())).map(Secret::of);
    }

    String origin(String name) {
        return sources.find(name).map(ConfigSources.Found::origin).orElse(name);
    }

    private @Nullable String fileText(ConfigSources.Found file) {
        Path path = directory.resolve(file.text());
        try {
            if (Files.size(path) > MAX_SECRET) {
                problems.add(file.origin() + ": " + file.text() + " is larger than " + MAX_SECRET + " bytes");
                return null;
            }
            String text = Files.readString(path).strip();
            if (text.isEmpty()) {
                problems.add(file.origin() + ": " + file.text() + " is empty");
                return null;
            }
            return text;
        } catch (IOException e) {
            problems.add(file.origin() + ": " + file.text() + " cannot be read: "
                    + e.getClass().getSimpleName());
            return null;
        }
    }
}
