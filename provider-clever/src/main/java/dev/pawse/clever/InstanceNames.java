package dev.pawse.clever;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names instances as people know processes, {@code web.0}, by the number that the platform gives them. While a deployment replaces
 * instances two have the same number; the older one then carries the beginning of its id too.
 */
final class InstanceNames {
    private static final int SHORT = 8;

    private InstanceNames() {}

    /** The instances that are there by their names, in order. */
    static Map<String, Instance> of(List<Instance> instances) {
        Map<String, Instance> named = new LinkedHashMap<>();
        instances.stream()
                .filter(instance -> !instance.isGone())
                .sorted(Comparator.comparing(Instance::instanceNumber)
                        .thenComparing(Instance::deployNumber, Comparator.reverseOrder())
                        .thenComparing(Instance::creationDate, Comparator.reverseOrder())
                        .thenComparing(Instance::id))
                .forEach(instance -> {
                    String name = CleverScaling.TYPE + "." + instance.instanceNumber();
                    named.put(named.containsKey(name) ? name + "-" + brief(instance.id()) : name, instance);
                });
        return named;
    }

    /** The name of one of which only the id is known any more. */
    static String ofGone(String id) {
        return CleverScaling.TYPE + "." + brief(id);
    }

    private static String brief(String id) {
        return id.length() > SHORT ? id.substring(0, SHORT) : id;
    }
}
