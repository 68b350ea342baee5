package dev.pawse.local;

import dev.pawse.spi.ShellWords;
import dev.pawse.spi.capability.Shell.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pseudo-terminal for a command of this machine. Java has none of its own; script(1) of util-linux makes one and, unlike that
 * of other systems, works between pipes.
 */
final class LocalTerminal {
    private static final Logger LOG = LoggerFactory.getLogger(LocalTerminal.class);
    // What a shell starts in the background, as the supervisor does, ignores Ctrl-C unless it is told otherwise.
    private static final String SIGNALS = "--default-signal=INT,QUIT";
    private static final long LIMIT_SECONDS = 5;

    private LocalTerminal() {}

    /** Whether this machine can offer one. */
    static boolean isOffered() {
        try {
            Process help = new ProcessBuilder("env", SIGNALS, "script", "--help")
                    .redirectErrorStream(true)
                    .start();
            help.getOutputStream().close();
            String text = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return help.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && text.contains("--echo");
        } catch (IOException e) {
            LOG.debug("there is no script(1)", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** For {@code /bin/sh -c}: runs its first parameter on a terminal and ends with its exit status. */
    static String command() {
        return "SHELL=/bin/sh exec env " + SIGNALS + " script --echo always -qefc \"$1\" /dev/null";
    }

    /** What {@link #command} is given for this command, or for an interactive shell when it is empty. */
    static String parameter(List<String> command, Window window) {
        String words = command.isEmpty() ? "/bin/sh -i" : ShellWords.line(command);
        return "stty " + size(window) + "; exec " + words;
    }

    /** Gives the terminal below a supervisor a new size; the kernel tells what runs there. */
    static void resize(Process supervisor, Window window) {
        supervisor
                .descendants()
                .map(LocalTerminal::device)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(device -> setSize(device, window));
    }

    private static void setSize(Path device, Window window) {
        try {
            new ProcessBuilder("sh", "-c", "exec stty " + size(window) + " -F \"$0\"", device.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            LOG.debug("the terminal keeps its size", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Path> device(ProcessHandle process) {
        try {
            Path input = Files.readSymbolicLink(Path.of("/proc", String.valueOf(process.pid()), "fd", "0"));
            return Optional.of(input).filter(path -> path.startsWith("/dev/pts"));
        } catch (IOException e) {
            // It has just ended.
            return Optional.empty();
        }
    }

    private static String size(Window window) {
        return "rows " + window.rows() + " cols " + window.columns();
    }
}
