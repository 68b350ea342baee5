package dev.pawse.cli.command;

import dev.pawse.cli.Format;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.cli.variables.VariableText;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Secret;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the variables that a file or standard input holds. */
final class VariableSource {
    /** Standard input. */
    static final String INPUT = "-";

    private VariableSource() {}

    /**
     * Reads them.
     *
     * @param place a file, or {@link #INPUT}
     * @param from the word for the format, or null to find it out
     * @throws dev.pawse.cli.Failure when it cannot be read or is wrong; no value is told
     */
    static Map<String, Secret> read(Session session, String place, @Nullable String from) {
        Format given = from == null ? null : format(from);
        String text = place.equals(INPUT) ? session.questions().readInput() : file(session, place);
        String name = place.equals(INPUT) ? "standard input" : place;
        try {
            return VariableText.read(given == null ? VariableText.guess(place, text) : given, text);
        } catch (PawseException e) {
            throw Problem.usage(name + ": " + e.message()).failure(e);
        }
    }

    private static Format format(String word) {
        return switch (word) {
            case "dotenv" -> Format.DOTENV;
            case "shell" -> Format.SHELL;
            case "json" -> Format.JSON;
            case "yaml" -> Format.YAML;
            default ->
                throw Problem.usage("--from: '" + word + "' is not dotenv, shell, json or yaml")
                        .failure();
        };
    }

    private static String file(Session session, String place) {
        try {
            return Files.readString(session.world().directory().resolve(Path.of(place)));
        } catch (NoSuchFileException e) {
            throw Problem.usage("there is no file " + place).failure(e);
        } catch (CharacterCodingException e) {
            throw Problem.usage(place + " is not text in UTF-8").failure(e);
        } catch (IOException | IllegalArgumentException e) {
            throw Problem.usage("the file " + place + " cannot be read").failure(e);
        }
    }
}
