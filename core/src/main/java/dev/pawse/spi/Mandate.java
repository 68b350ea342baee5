package dev.pawse.spi;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The right to change an app, which a process can lose while it uses it: one that stood still, or waited for its turn at a platform, may
 * find that another process acts in its place. Platforms know nothing of that, so an adapter asks right before each call that changes
 * something. It belongs to the thread that calls, because no port has a parameter for it; who goes on on another thread takes it along.
 */
public final class Mandate {
    private static final ThreadLocal<Mandate> CURRENT = ThreadLocal.withInitial(() -> new Mandate(() -> true));

    private final BooleanSupplier held;

    private Mandate(BooleanSupplier held) {
        this.held = held;
    }

    /** One that holds as long as this says so; it is asked often, by any thread, and must not wait. */
    public static Mandate whileHeld(BooleanSupplier held) {
        return new Mandate(held);
    }

    /** That of the calling thread; one that always holds where nobody said otherwise. */
    public static Mandate current() {
        return CURRENT.get();
    }

    /**
     * Goes on if the calling thread may still change what it is about to change.
     *
     * @throws PawseException {@link Reason#CONFLICT} when it may not
     */
    public static void require() {
        if (!current().held.getAsBoolean()) {
            throw new PawseException(
                    Reason.CONFLICT, "nothing more is changed: the lease under which it was begun ran out meanwhile");
        }
    }

    /** Runs a task under this mandate. */
    public void run(Runnable task) {
        call(() -> {
            task.run();
            return this;
        });
    }

    /** Runs a task under this mandate, and returns what it returns. */
    public <T> T call(Supplier<T> task) {
        Mandate before = CURRENT.get();
        CURRENT.set(this);
        try {
            return task.get();
        } finally {
            CURRENT.set(before);
        }
    }
}
