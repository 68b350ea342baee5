package dev.pawse.ecs.fake;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What a one-off task's container runs: a real process of this machine, or a program of the fake. Safe for many threads. */
final class ContainerProcess {
    private static final int KILLED = 137;
    private static final int NOT_FOUND = 127;
    private static final long STOP_TIMEOUT_MILLIS = 2_000;

    private final Consumer<String> log;
    private final IntConsumer ended;
    private @Nullable Process process;
    private @Nullable Thread program;
    private boolean stopped;

    /**
     * @param log takes each line of the output
     * @param ended takes the exit code
     */
    ContainerProcess(Consumer<String> log, IntConsumer ended) {
        this.log = log;
        this.ended = ended;
    }

    /** Starts a process of this machine. */
    void start(List<String> command, Map<String, String> environment, Path folder, Executor threads) {
        threads.execute(() -> ended.accept(run(command, environment, folder)));
    }

    /** Starts a program of the fake. */
    void start(TaskProgram runs, List<String> command, Map<String, String> environment, Executor threads) {
        threads.execute(() -> {
            synchronized (this) {
                program = Thread.currentThread();
                if (stopped) {
                    program.interrupt();
                }
            }
            ended.accept(run(runs, command, environment));
        });
    }

    /** Asks it to stop, and ends it when it does not. */
    void stop(Executor threads) {
        Process running;
        synchronized (this) {
            stopped = true;
            running = process;
            if (program != null) {
                program.interrupt();
            }
        }
        if (running != null) {
            threads.execute(() -> end(running));
        }
    }

    private int run(List<String> command, Map<String, String> environment, Path folder) {
        Process started;
        synchronized (this) {
            if (stopped) {
                return KILLED;
            }
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().put("PATH", folder + File.pathSeparator + "/usr/local/bin:/usr/bin:/bin");
            builder.environment().putAll(environment);
            try {
                started = builder.start();
            } catch (IOException e) {
                log.accept(String.valueOf(e.getMessage()));
                return NOT_FOUND;
            }
            process = started;
        }
        try (InputStream output = started.getInputStream();
                Lines lines = new Lines(log)) {
            output.transferTo(lines);
            return started.waitFor();
        } catch (IOException e) {
            return KILLED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(started);
            return KILLED;
        }
    }

    private int run(TaskProgram runs, List<String> command, Map<String, String> environment) {
        try (OutputStream output = new Lines(log)) {
            return runs.run(command, environment, output);
        } catch (InterruptedException e) {
            return KILLED;
        } catch (Exception e) {
            log.accept(String.valueOf(e.getMessage()));
            return 1;
        } finally {
            synchronized (this) {
                program = null;
            }
            Thread.interrupted();
        }
    }

    private static void end(Process running) {
        List<ProcessHandle> children = running.descendants().toList();
        running.destroy();
        children.forEach(ProcessHandle::destroy);
        try {
            if (!running.waitFor(STOP_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** Cuts what is written into lines. */
    private static final class Lines extends OutputStream {
        private final Consumer<String> log;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        private Lines(Consumer<String> log) {
            this.log = log;
        }

        @Override
        public void write(int b) {
            if (b == '\n') {
                flushLine();
            } else if (b != '\r') {
                line.write(b);
            }
        }

        @Override
        public void close() {
            if (line.size() > 0) {
                flushLine();
            }
        }

        private void flushLine() {
            log.accept(line.toString(StandardCharsets.UTF_8));
            line.reset();
        }
    }
}
