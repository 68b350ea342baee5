package dev.pawse.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a command sees of the world around it.
 *
 * @param environment the environment variables
 * @param directory the working directory
 * @param home the folder of the distribution, or null when there is none
 * @param in standard input
 * @param out standard output, unbuffered
 * @param err standard error, unbuffered
 * @param terminal which of them are a terminal
 * @param clock the time
 */
public record World(
        Map<String, String> environment,
        Path directory,
        @Nullable Path home,
        InputStream in,
        OutputStream out,
        OutputStream err,
        Terminal terminal,
        Clock clock) {

    public World {
        environment = Map.copyOf(environment);
    }

    static World ofThisProcess() {
        String home = System.getProperty("pawse.home");
        return new World(
                System.getenv(),
                Path.of("").toAbsolutePath(),
                home == null || home.isEmpty() ? null : Path.of(home),
                new StandardInput(),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Terminal.of(System.getProperties()),
                Clock.systemUTC());
    }

    /** Standard input, unbuffered: what a command leaves is for whom it starts. Java 17 reads a file to its end, but not a pipe. */
    private static final class StandardInput extends FilterInputStream {
        StandardInput() {
            super(new FileInputStream(FileDescriptor.in));
        }
    }

    /** An environment variable; a blank one counts as absent. */
    public @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
