package dev.pawse.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process with all that it starts, so that all of it can be ended. Where there is {@code setsid} it leads a group of its own, and
 * what it leaves behind in the background still belongs to it; elsewhere only what descends from it is known.
 */
final class ProcessGroup {
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(2);
    private static final long LOOK_MILLIS = 20;

    private final Process leader;
    private final boolean grouped;

    private ProcessGroup(Process leader, boolean grouped) {
        this.leader = leader;
        this.grouped = grouped;
    }

    /** The {@code setsid} of a search path or of the usual places, or null. */
    static @Nullable Path setsid(String searchPath) {
        return Stream.concat(Stream.of(searchPath.split(":", -1)), Stream.of("/usr/bin", "/bin"))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, "setsid"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /**
     * Starts a command with an environment of its own; its output and its errors come as one stream.
     *
     * @param setsid where {@code setsid} is, or null where there is none
     * @param input the file that it may read on standard input
     */
    static ProcessGroup start(List<String> command, Map<String, String> environment, @Nullable Path setsid, Path input)
            throws IOException {
        List<String> line = new ArrayList<>();
        if (setsid != null) {
            line.add(setsid.toString());
        }
        line.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectInput(input.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new ProcessGroup(builder.start(), setsid != null);
    }

    Process leader() {
        return leader;
    }

    /** Asks all of it to end, waits for so long, and ends what is left. Blocks. */
    void end(Duration grace, Meanwhile meanwhile) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + grace.toNanos();
        List<ProcessHandle> descendants = leader.descendants().toList();
        signal("TERM", descendants);
        while (isAlive(descendants) && System.nanoTime() < deadline) {
            meanwhile.run();
            if (leader.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                // The leader is gone at once when asked again: wait for the others by asking for one of them.
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
        signal("KILL", descendants);
        leader.waitFor(SIGNAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean isAlive(List<ProcessHandle> descendants) throws InterruptedException {
        return leader.isAlive()
                || (grouped ? signalGroup("0") : descendants.stream().anyMatch(ProcessHandle::isAlive));
    }

    private void signal(String signal, List<ProcessHandle> descendants) throws InterruptedException {
        if (grouped) {
            signalGroup(signal);
            return;
        }
        boolean forcibly = signal.equals("KILL");
        Stream.concat(Stream.of(leader.toHandle()), descendants.stream()).forEach(process -> endOne(process, forcibly));
    }

    private static void endOne(ProcessHandle process, boolean forcibly) {
        boolean asked = forcibly ? process.destroyForcibly() : process.destroy();
        if (!asked && process.isAlive()) {
            throw new IllegalStateException("process " + process.pid() + " cannot be ended");
        }
    }

    /** Java can signal a process only, not a group, so the shell does it; false when the group has no process left. */
    private boolean signalGroup(String signal) throws InterruptedException {
        try {
            String group = Long.toString(leader.pid());
            ProcessBuilder builder = new ProcessBuilder(
                            "/bin/sh", "-c", "kill -s \"$1\" -- \"-$2\"", "sh", signal, group)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            Process kill = builder.start();
            return kill.waitFor(SIGNAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS) && kill.exitValue() == 0;
        } catch (IOException e) {
            leader.destroyForcibly();
            return false;
        }
    }

    /** Something to be done while a process takes its time to end. */
    interface Meanwhile {
        void run() throws IOException;
    }
}
