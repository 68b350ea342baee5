package dev.pawse.scalingo;

import static java.util.Objects.requireNonNull;

import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One process type of an app (developers.scalingo.com, "Containers").
 *
 * @param amount how many are asked for
 */
record ContainerType(
        String name,
        int amount,
        @Nullable String size,
        @Nullable String command) {
    ContainerType {
        requireNonNull(name);
    }

    /** The answer that lists them. */
    record All(List<ContainerType> containers) {
        All {
            containers = List.copyOf(containers);
        }
    }

    static Formation formation(List<ContainerType> types) {
        Map<String, Scale> scales = new TreeMap<>();
        types.forEach(type -> scales.put(type.name(), new Scale(type.amount(), type.size())));
        return new Formation(scales);
    }
}
