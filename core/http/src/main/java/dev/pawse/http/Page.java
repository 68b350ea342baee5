package dev.pawse.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items what is on it
 * @param next what to ask for next, or null on the last page
 */
public record Page<T>(List<T> items, @Nullable String next) {
    /** More pages than any account has: an API that never ends its list is broken. */
    private static final int MAX_PAGES = 10_000;

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Reads page after page.
     *
     * @param read reads a page, the first one by null
     * @param limit stop once so many items are there; fewer are returned when there are no more
     */
    public static <T> List<T> all(Function<@Nullable String, Page<T>> read, int limit) {
        List<T> items = new ArrayList<>();
        String next = null;
        for (int pages = 0; pages < MAX_PAGES; pages++) {
            Page<T> page = read.apply(next);
            items.addAll(page.items());
            next = page.next();
            if (next == null || items.size() >= limit) {
                return items.size() > limit ? List.copyOf(items.subList(0, limit)) : List.copyOf(items);
            }
        }
        throw new IllegalStateException("a list of more than " + MAX_PAGES + " pages");
    }

    /** Reads all pages. */
    public static <T> List<T> all(Function<@Nullable String, Page<T>> read) {
        return all(read, Integer.MAX_VALUE);
    }
}
