package dev.pawse.core;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a configuration, so that it is told all at once. */
final class Problems {
    private final List<String> found = new ArrayList<>();

    void add(String problem) {
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    void addAll(List<String> problems) {
        problems.forEach(this::add);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<String> all() {
        return List.copyOf(found);
    }

    /**
     * Goes on only when nothing is wrong.
     *
     * @throws PawseException {@link Reason#INVALID} with one problem a line
     */
    void raise() {
        raise(Reason.INVALID);
    }

    /** The same with another reason. */
    void raise(Reason reason) {
        if (!found.isEmpty()) {
            throw new PawseException(reason, String.join("\n", found));
        }
    }
}
