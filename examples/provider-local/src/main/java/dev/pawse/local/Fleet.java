package dev.pawse.local;

import dev.pawse.spi.Formation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All apps that run under this Pawse process. Safe for many threads. */
final class Fleet implements Operator, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final AppsFile file;
    private final Machine machine;
    private final Path script;
    private final Map<String, RunningApp> apps = new ConcurrentHashMap<>();

    Fleet(AppsFile file, Machine machine) {
        this.file = file;
        this.machine = machine;
        this.script = machine.state().supervisor();
    }

    @Override
    public AppStatus status(AppSpec app) {
        return running(app).status();
    }

    @Override
    public void scale(AppSpec app, Formation changes) {
        running(app).scale(changes);
    }

    @Override
    public void restart(AppSpec app, @Nullable String processOrType) {
        running(app).restart(processOrType);
    }

    /** Ends all processes and waits for them. */
    @Override
    public void close() {
        CompletableFuture<?>[] ends =
                file.apps().values().stream().map(app -> running(app).close()).toArray(CompletableFuture<?>[]::new);
        Duration most = file.apps().values().stream()
                .map(AppSpec::stopTimeout)
                .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other)
                .plus(MARGIN);
        try {
            CompletableFuture.allOf(ends).get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.error("some processes did not end within {}", most, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        machine.timer().shutdown();
    }

    private RunningApp running(AppSpec app) {
        return apps.computeIfAbsent(app.name(), name -> new RunningApp(app, machine, script));
    }
}
