package dev.pawse.scalingo;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One variable of an app. Its value may be secret: it is not shown. */
record Variable(String id, String name, @Nullable String text) {
    record Wire(String id, String name, @Nullable String value) {
        Wire {
            requireNonNull(id);
            requireNonNull(name);
        }
    }

    record All(List<Wire> variables) {
        All {
            variables = List.copyOf(variables);
        }
    }

    /**
     * All of an app.
     *
     * @param aliases whether a value that stands for another variable stays {@code $NAME}
     */
    static List<Variable> of(Place place, boolean aliases) {
        return place.get("variables").query("aliases", String.valueOf(aliases)).read(All.class).variables().stream()
                .map(one -> new Variable(one.id, one.name, one.value))
                .toList();
    }

    String value() {
        return text == null ? "" : text;
    }

    @Override
    public String toString() {
        return name;
    }
}
