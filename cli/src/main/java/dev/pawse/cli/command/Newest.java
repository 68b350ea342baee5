package dev.pawse.cli.command;

import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/** Reads as many of the newest of something as are wanted, and says when there are more. */
final class Newest {
    /** Further back nobody looks. */
    static final int MOST = 1000;

    private Newest() {}

    /**
     * The newest that are wanted.
     *
     * @param limit what {@code --limit} says
     * @param read reads so many, newest first
     */
    static <T> List<T> some(Session session, int limit, IntFunction<List<T>> read, Predicate<T> wanted) {
        if (limit < 1 || limit > MOST) {
            throw Problem.usage("--limit: " + limit + " is not from 1 to " + MOST)
                    .failure();
        }
        // One more tells whether there are more.
        for (int asked = limit + 1; ; asked = Math.min(MOST + 1, asked * 10)) {
            List<T> all = read.apply(asked);
            List<T> found = all.stream().filter(wanted).toList();
            if (found.size() > limit) {
                session.messages().info("The newest " + limit + "; -n N shows more.");
                return found.subList(0, limit);
            }
            if (all.size() < asked || asked > MOST) {
                return found;
            }
        }
    }

    /** The newest that is wanted; looks at few first, as most often that is enough. */
    static <T> Optional<T> first(IntFunction<List<T>> read, Predicate<T> wanted) {
        for (int asked = 10; ; asked = Math.min(MOST, asked * 10)) {
            List<T> all = read.apply(asked);
            Optional<T> found = all.stream().filter(wanted).findFirst();
            if (found.isPresent() || all.size() < asked || asked == MOST) {
                return found;
            }
        }
    }
}
