package dev.pawse.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs the user's shell commands: a few at once, each with a time limit and in a process group of its own, with an environment that
 * holds no secret of ours. The calling thread waits and reads; a command that reads nothing or writes without end does not stop it.
 */
final class ShellCommands {
    static final int AT_ONCE = 4;
    /** What a command may see of our environment: nothing that a platform's token is ever put in. */
    private static final Pattern PASSED_ON = Pattern.compile(
            "PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|SSL_CERT_FILE|SSL_CERT_DIR");

    private static final long LOOK_MILLIS = 20;

    private final Map<String, String> environment;
    private final @Nullable Path setsid;
    private final Duration grace;
    private final Semaphore slots = new Semaphore(AT_ONCE, true);

    /** Commands that see the harmless part of this environment. */
    ShellCommands(Map<String, String> environment) {
        this(
                environment,
                ProcessGroup.setsid(environment.getOrDefault("PATH", "")),
                // How long a command may take to end once it is asked to.
                Duration.ofSeconds(5));
    }

    ShellCommands(Map<String, String> environment, @Nullable Path setsid, Duration grace) {
        this.environment = new TreeMap<>(environment);
        this.environment.keySet().removeIf(name -> !PASSED_ON.matcher(name).matches());
        this.setsid = setsid;
        this.grace = grace;
    }

    /** How a command ended. */
    sealed interface Result {
        record Exited(int code) implements Result {}

        record TimedOut() implements Result {}

        /** It did not run, or not to its end, for a reason of ours. */
        record NotRun(String why) implements Result {}
    }

    /**
     * Runs a command to its end or its time limit. Blocks.
     *
     * @param output takes each line of what the command writes
     */
    Result run(HookCommand command, HookFacts facts, Consumer<String> output) {
        try {
            if (!slots.tryAcquire(command.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                return new Result.NotRun(AT_ONCE + " other hooks ran for longer than " + seconds(command.timeout()));
            }
            try {
                return runNow(command, facts, new HookOutput(output));
            } finally {
                slots.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result.NotRun("interrupted");
        }
    }

    private Result runNow(HookCommand command, HookFacts facts, HookOutput output) throws InterruptedException {
        Path input = null;
        try {
            // A file and not a pipe: a pipe that nobody reads would hold us up.
            input = Files.createTempFile("pawse-hook-", ".json");
            Files.write(input, facts.json());
            Map<String, String> variables = new TreeMap<>(environment);
            variables.putAll(facts.variables());
            ProcessGroup group =
                    ProcessGroup.start(List.of("/bin/sh", "-c", command.command()), variables, setsid, input);
            try (InputStream written = group.leader().getInputStream()) {
                return await(group, written, command.timeout(), output);
            }
        } catch (IOException e) {
            return new Result.NotRun("could not be started: " + e.getMessage());
        } finally {
            output.finish();
            delete(input);
        }
    }

    private Result await(ProcessGroup group, InputStream written, Duration timeout, HookOutput output)
            throws InterruptedException, IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (!group.leader().waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                output.take(written);
                if (System.nanoTime() >= deadline) {
                    group.end(grace, () -> output.take(written));
                    return new Result.TimedOut();
                }
            }
        } catch (InterruptedException e) {
            group.end(Duration.ZERO, () -> output.take(written));
            throw e;
        }
        output.take(written);
        return new Result.Exited(group.leader().exitValue());
    }

    static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
