package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Urgency;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Something that a call makes at AWS and that has to be undone whatever happens, also when the process is told to end while the call is
 * under way: so nobody interrupts the call. Safe for many threads.
 */
final class Made<T> {
    private static final Duration LONGEST_CALL = Duration.ofSeconds(6);

    private final CompletableFuture<T> made = new CompletableFuture<>();

    /** Makes it, on a thread of its own; a thread that is interrupted meanwhile stays so and gets it all the same. */
    T make(Supplier<T> call) {
        Urgency urgency = Urgency.current();
        Thread worker = new Thread(() -> run(urgency, call), "pawse-aws-make");
        worker.setDaemon(true);
        worker.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return made.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PawseException failure
                    ? failure
                    : new PawseException(Reason.INTERNAL, "a call of aws failed: " + e.getCause(), e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What was made, as soon as it is known; empty when nothing was, or when it takes too long to know. */
    Optional<T> await() {
        try {
            return Optional.of(made.get(LONGEST_CALL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    private void run(Urgency urgency, Supplier<T> call) {
        try {
            made.complete(urgency.call(call));
        } catch (RuntimeException e) {
            made.completeExceptionally(e);
        }
    }
}
