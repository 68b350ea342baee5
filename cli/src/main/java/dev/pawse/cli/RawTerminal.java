package dev.pawse.cli;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.capability.Shell.Window;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal of this process while every key goes elsewhere as it is typed; put back as it was however that ends. */
final class RawTerminal implements AutoCloseable {
    private static final File DEVICE = new File("/dev/tty");
    private static final Pattern SIZE = Pattern.compile("(\\d+) (\\d+)");
    private static final long LIMIT_SECONDS = 5;

    private final String before;
    private final Ending ending;
    private boolean closed;

    private RawTerminal(String before) {
        this.before = before;
        ending = Ending.with(this::restore);
    }

    /** Its size, or empty when there is no terminal that can be asked. */
    static Optional<Window> window() {
        return stty("size").map(SIZE::matcher).filter(Matcher::matches).map(RawTerminal::window);
    }

    /**
     * Switches it, or does nothing when that cannot be done.
     *
     * @param resized is told each new size
     */
    static Optional<RawTerminal> enter(Consumer<Window> resized) {
        Optional<RawTerminal> raw = stty("-g").map(RawTerminal::new);
        if (raw.isPresent()) {
            stty("raw", "-echo");
            Signals.on("WINCH", () -> window().ifPresent(window -> tell(resized, window)));
        }
        return raw;
    }

    @Override
    public void close() {
        restore();
        ending.close();
    }

    private synchronized void restore() {
        if (!closed) {
            closed = true;
            stty(before);
        }
    }

    private static void tell(Consumer<Window> resized, Window window) {
        try {
            resized.accept(window);
        } catch (PawseException e) {
            // A session that has just ended needs no size, and one that is broken says so elsewhere.
            return;
        }
    }

    private static Window window(Matcher size) {
        int rows = Integer.parseInt(size.group(1));
        int columns = Integer.parseInt(size.group(2));
        // A terminal that was never told its size says 0.
        return rows == 0 || columns == 0 ? new Window(80, 24) : new Window(columns, rows);
    }

    /** What {@code stty} answers about the terminal of this process, or empty when there is none. */
    static Optional<String> stty(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(DEVICE)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? Optional.of(answer) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
