package dev.pawse.testkit;

import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads formations the way contracts need it. */
final class Formations {
    private Formations() {}

    /** The type of which most processes run. */
    static String busiest(Formation formation) {
        return formation.processes().entrySet().stream()
                .max(Comparator.comparing(
                        (Map.Entry<String, Scale> entry) -> entry.getValue().quantity()))
                .orElseThrow(() -> new IllegalArgumentException("the cloud's formation names no process type"))
                .getKey();
    }

    /** The types of which something runs. */
    static List<String> running(Formation formation) {
        return formation.processes().entrySet().stream()
                .filter(entry -> entry.getValue().quantity() > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many of a type run. */
    static int quantity(Formation formation, String type) {
        Scale scale = formation.processes().get(type);
        return scale == null ? 0 : scale.quantity();
    }

    /** The same quantities without a word of sizes. */
    static Formation quantitiesOnly(Formation formation) {
        Map<String, Integer> quantities = new TreeMap<>();
        formation.processes().forEach((type, scale) -> quantities.put(type, scale.quantity()));
        return Formation.of(quantities);
    }
}
