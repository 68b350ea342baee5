package dev.pawse.spi.capability;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Runs a command with an app's code and environment, in a process of its own or in a running one. */
public non-sealed interface Shell extends Capability {
    /** Starts a command and returns when its input and output are connected. */
    Session openShell(AppId app, Request request);

    /**
     * Starts a command in a process of its own that goes on without us, and returns when the platform has accepted it.
     *
     * @return the name of the process, as the log and {@link Processes} know it, e.g. {@code run.4711}
     * @throws PawseException {@link Reason#UNSUPPORTED}, unless it is overridden: commands end with the connection to them
     */
    default String runDetached(AppId app, Request request) {
        throw new PawseException(
                Reason.UNSUPPORTED, "commands end with the connection that started them: none can be left alone");
    }

    /**
     * What stands in the way of commands in the app's running processes, a line for each obstacle with the processes that it concerns and
     * with what would be right; empty when nothing does, or nobody can tell before it is tried.
     */
    default List<String> shellObstacles(AppId app) {
        return List.of();
    }

    /**
     * What to run.
     *
     * @param command program and arguments; empty for an interactive shell
     * @param process attach to this running process, or null for a new one-off process
     * @param environment variables on top of the app's own
     * @param size the one-off's size, or null for the platform's own choice
     * @param terminal the size of the terminal to offer, or null for none
     */
    record Request(
            List<String> command,
            @Nullable String process,
            Map<String, String> environment,
            @Nullable String size,
            @Nullable Window terminal) {
        public Request {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }

        /** A new one-off process without a terminal. */
        public static Request run(List<String> command) {
            return new Request(command, null, Map.of(), null, null);
        }
    }

    /** A terminal's size in characters. */
    record Window(int columns, int rows) {}

    /** A command that runs. Closing it ends the command if it has not ended. */
    interface Session extends AutoCloseable {
        /** What the command reads; close it to end its input. */
        OutputStream input();

        /** What the command writes; with a terminal or where the platform mixes them, errors too. */
        InputStream output();

        /** What the command writes to its error output; ends at once where the platform mixes the two. */
        InputStream errors();

        /** Tells the command the terminal's new size; does nothing without a terminal. */
        void resize(Window window);

        /** Whether the command got the terminal that the request offered; without an offer the answer says nothing. */
        default boolean hasTerminal() {
            return true;
        }

        /**
         * Waits for the command's exit code; empty when it has not ended in that time.
         *
         * @throws PawseException {@link Reason#UNAVAILABLE} when the connection broke, so that it will never be known
         */
        OptionalInt exitCode(Duration wait);

        @Override
        void close();
    }
}
