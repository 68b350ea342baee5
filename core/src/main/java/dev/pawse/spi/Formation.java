package dev.pawse.spi;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An app's process types with how many of each run and how large they are, e.g. {@code web=3:S worker=2 cron=0}.
 *
 * @param processes by process type, sorted; unmodifiable
 */
public record Formation(Map<String, Scale> processes) {
    private static final Formation EMPTY = new Formation(Map.of());

    public Formation {
        processes = Collections.unmodifiableMap(new TreeMap<>(processes));
    }

    /**
     * How many processes of one type run, and how large each is.
     *
     * @param quantity processes, 0 or more
     * @param size the platform's word for the size of one, or null where it has none or it was not asked for
     */
    public record Scale(int quantity, @Nullable String size) {
        public Scale {
            if (quantity < 0) {
                throw new IllegalArgumentException("quantity: " + quantity + " is below 0");
            }
        }

        public static Scale of(int quantity) {
            return new Scale(quantity, null);
        }

        @Override
        public String toString() {
            return size == null ? String.valueOf(quantity) : quantity + ":" + size;
        }
    }

    /** No process type at all. */
    public static Formation empty() {
        return EMPTY;
    }

    /** A formation of quantities only. */
    public static Formation of(Map<String, Integer> quantities) {
        return new Formation(quantities.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Scale.of(entry.getValue()))));
    }

    /** All processes of all types together. */
    public int total() {
        return processes.values().stream().mapToInt(Scale::quantity).sum();
    }

    /** Whether nothing runs: no type has a quantity above 0. */
    public boolean isZero() {
        return total() == 0;
    }

    /** This formation with the given types changed or added; a missing size keeps the one that was there. */
    public Formation with(Formation changes) {
        Map<String, Scale> merged = new TreeMap<>(processes);
        changes.processes.forEach((type, scale) -> merged.merge(
                type, scale, (old, now) -> new Scale(now.quantity(), now.size() == null ? old.size() : now.size())));
        return new Formation(merged);
    }

    /** This formation with every quantity at 0 and the sizes kept. */
    public Formation zeroed() {
        Map<String, Scale> zeroed = new TreeMap<>();
        processes.forEach((type, scale) -> zeroed.put(type, new Scale(0, scale.size())));
        return new Formation(zeroed);
    }

    @Override
    public String toString() {
        return processes.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
