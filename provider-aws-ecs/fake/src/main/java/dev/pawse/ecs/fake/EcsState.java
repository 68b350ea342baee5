package dev.pawse.ecs.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that ECS knows: clusters with services and tasks, and task definitions. Whoever reads or changes any of it does so in a block
 * synchronized on this, after {@link #settle}.
 */
final class EcsState implements AutoCloseable {
    private static final long TICK_MILLIS = 15;

    final Pace pace;
    final TaskPorts ports;
    final Machines machines;
    final ExecutorService threads;
    final Map<String, Cluster> clusters = new LinkedHashMap<>();
    final Map<String, List<TaskDefinition>> definitions = new LinkedHashMap<>();
    final Map<String, TaskProgram> programs = new ConcurrentHashMap<>();
    final Path folder;

    private final Scheduler scheduler;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "fake-ecs-scheduler");
        thread.setDaemon(true);
        return thread;
    });

    volatile LogSink logs = (group, stream, message) -> {};
    volatile boolean hasCapacity = true;

    EcsState(Pace pace, ExecutorService threads) {
        this.pace = pace;
        this.threads = threads;
        ports = TaskPorts.open(threads);
        machines = new Machines(ports);
        scheduler = new Scheduler(this);
        try {
            folder = Files.createTempDirectory("fake-aws");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ticker.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A cluster. Guarded by its state. */
    static final class Cluster {
        final String name;
        final String arn;
        final Map<String, EcsService> services = new LinkedHashMap<>();
        final Map<String, EcsTask> tasks = new LinkedHashMap<>();
        final Map<String, String> tags = new LinkedHashMap<>();

        Cluster(String name, String arn) {
            this.name = name;
            this.arn = arn;
        }
    }

    /** Brings everything to what it is now; returns the time that was. */
    Instant settle() {
        Instant now = pace.now();
        scheduler.settle(now);
        return now;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** @param name a name or an ARN, or null for {@code default} */
    Cluster cluster(@Nullable String name) {
        Cluster found = clusters.get(name == null ? "default" : shortName(name));
        if (found == null) {
            throw new Refusal("ClusterNotFoundException", "Cluster not found.");
        }
        return found;
    }

    /** @param name a name or an ARN of either form */
    Optional<EcsService> service(Cluster cluster, String name) {
        return Optional.ofNullable(cluster.services.get(shortName(name)));
    }

    Optional<EcsTask> task(Cluster cluster, String id) {
        return Optional.ofNullable(cluster.tasks.get(shortName(id)));
    }

    Stream<EcsService> allServices() {
        return clusters.values().stream().flatMap(cluster -> cluster.services.values().stream());
    }

    /** @param name {@code family}, {@code family:revision}, or an ARN */
    Optional<TaskDefinition> definition(String name) {
        String text = shortName(name);
        int colon = text.indexOf(':');
        List<TaskDefinition> all = definitions.getOrDefault(colon < 0 ? text : text.substring(0, colon), List.of());
        if (colon < 0) {
            return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
        }
        return all.stream().filter(one -> text.endsWith(":" + one.revision())).findFirst();
    }

    static String shortName(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        synchronized (this) {
            for (Cluster cluster : clusters.values()) {
                for (EcsTask task : cluster.tasks.values()) {
                    scheduler.release(task);
                }
            }
            clusters.clear();
        }
        ports.close();
        deleteFolder();
    }

    private void tick() {
        synchronized (this) {
            settle();
        }
    }

    private void deleteFolder() {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = new ArrayList<>(files.toList());
            all.sort(Comparator.reverseOrder());
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // A process of a task may still write there.
        }
    }
}
