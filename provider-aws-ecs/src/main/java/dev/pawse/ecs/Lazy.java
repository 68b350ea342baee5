package dev.pawse.ecs;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that takes long to make and is made when it is first asked for, once. Safe for many threads. */
final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> make;
    private volatile @Nullable T made;

    Lazy(Supplier<T> make) {
        this.make = make;
    }

    @Override
    public T get() {
        T now = made;
        if (now != null) {
            return now;
        }
        synchronized (this) {
            now = made;
            if (now == null) {
                now = make.get();
                made = now;
            }
            return now;
        }
    }

    /** Does something with it if it was made. */
    void ifMade(Consumer<? super T> action) {
        T now = made;
        if (now != null) {
            action.accept(now);
        }
    }
}
