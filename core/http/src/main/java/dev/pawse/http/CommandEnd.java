package dev.pawse.http;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How a command on a platform ended: told once by the thread that hears it, what is told later is left out. Safe for many threads. */
public final class CommandEnd {
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    /** Tells the exit code; whether it is the first that is told. */
    public boolean exited(int code) {
        return exit.complete(code);
    }

    /** Tells why no exit code will come; whether it is the first that is told. */
    public boolean failed(PawseException why) {
        return exit.completeExceptionally(why);
    }

    /** Whether something was told. */
    public boolean isTold() {
        return exit.isDone();
    }

    /**
     * The exit code, or empty when nothing was told in that time or the calling thread was interrupted, which it then still is.
     *
     * @throws PawseException what the end failed with
     */
    public OptionalInt await(Duration wait) {
        try {
            return OptionalInt.of(exit.get(wait.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PawseException known
                    ? known
                    : new PawseException(Reason.INTERNAL, "the command's end could not be told", e.getCause());
        }
    }
}
