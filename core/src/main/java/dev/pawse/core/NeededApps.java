package dev.pawse.core;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wakes of the apps that another one needs, all at once. */
final class NeededApps {
    private static final Logger LOG = LoggerFactory.getLogger(NeededApps.class);

    private final AppId id;
    private final boolean runs;
    private final Map<AppId, CompletableFuture<App>> wakes = new TreeMap<>();

    private NeededApps(AppId id, boolean runs) {
        this.id = id;
        this.runs = runs;
    }

    /**
     * Begins to wake them.
     *
     * @param id who needs them
     * @param runs whether that one runs already: then it is served without those that do not wake
     */
    static NeededApps wake(AppId id, boolean runs, LinkedApps links, Function<AppId, CompletionStage<App>> wake) {
        NeededApps needed = new NeededApps(id, runs);
        Set<AppId> linked = runs && links.cycle(id).isPresent() ? Set.of() : links.withoutCycle(id);
        linked.forEach(link -> needed.wakes.put(link, wake.apply(link).toCompletableFuture()));
        return needed;
    }

    boolean isDone() {
        return wakes.values().stream().allMatch(CompletableFuture::isDone);
    }

    /** Runs something when each of them has woken or failed. */
    void whenDone(Runnable then) {
        CompletableFuture.allOf(wakes.values().toArray(CompletableFuture[]::new))
                .whenComplete((nothing, failure) -> then.run());
    }

    /**
     * Looks at how they ended.
     *
     * @throws PawseException with the reason of one that failed, when they are needed first
     */
    void judge() {
        wakes.forEach((link, wake) -> {
            if (!wake.isCompletedExceptionally()) {
                return;
            }
            PawseException why = wake.handle((app, failure) -> Parts.failure(link, cause(failure)))
                    .join();
            if (runs) {
                LOG.warn("{} runs and needs {}, which did not wake: {}", id, link, why.message());
                return;
            }
            throw new PawseException(
                    why.reason(), id + " needs " + link + ", which did not wake: " + why.message(), why);
        });
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
