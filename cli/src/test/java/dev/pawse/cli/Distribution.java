package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.ShellWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The built distribution, run as users run it: as a process, through its launcher. */
final class Distribution {
    private static final long LIMIT_SECONDS = 120;

    private final Path launcher;
    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private List<String> shell = List.of();

    /** @param directory where it is run, and where what it writes is kept */
    Distribution(Path directory) {
        this(root().resolve("bin").resolve("pawse"), directory);
    }

    Distribution(Path launcher, Path directory) {
        this.launcher = launcher;
        this.directory = directory;
        // Whoever runs the test may be logged in somewhere.
        with("HOME", directory.toString());
        with("XDG_STATE_HOME", directory.resolve("state").toString());
        // Each test has a home of its own, and would have an archive made in it.
        with("PAWSE_ARCHIVE", "off");
    }

    static Path root() {
        return Path.of(System.getProperty("pawse.distribution"));
    }

    /** Sets an environment variable of what is run. */
    Distribution with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Has another shell read the launcher than the one that it asks for. */
    Distribution readBy(String... otherShell) {
        shell = List.of(otherShell);
        return this;
    }

    /** How a run ended. */
    record Result(int code, String out, String err) {
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }

    Result run(String... arguments) {
        try {
            Path out = Files.createTempFile(directory, "out", null);
            Path err = Files.createTempFile(directory, "err", null);
            Process process = start(out, err, arguments);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            assertThat(process.isAlive()).isFalse();
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a command that goes on. */
    Process start(Path out, Path err, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(shell);
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        return start(command, out, err);
    }

    /** The same for one that is to be interrupted: whoever runs the tests in the background may have it ignore that. */
    Process startInterruptible(Path out, Path err, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", launcher.toString()));
        command.addAll(List.of(arguments));
        return start(command, out, err);
    }

    /** Starts a line of a shell in which {@code pawse} is the launcher. */
    Process startLine(Path out, Path err, String line) throws IOException {
        String pawse = "pawse() { " + ShellWords.quoted(launcher.toString()) + " \"$@\"; }; ";
        return start(List.of("sh", "-c", pawse + line), out, err);
    }

    /** Starts another program as a command would be. */
    Process start(List<String> command, Path out, Path err) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("PROVIDER_") || name.startsWith("PAWSE_") || name.startsWith("XDG_"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
