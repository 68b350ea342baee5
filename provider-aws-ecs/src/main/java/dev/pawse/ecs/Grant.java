package dev.pawse.ecs;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Actions that are allowed on resources.
 *
 * @param actions e.g. {@code ecs:ListTasks}
 * @param resources ARNs, or {@code *} for actions that know no resource
 * @param condition by operator and key, as a policy has it; empty for none
 */
record Grant(Set<String> actions, Set<String> resources, Map<String, Map<String, String>> condition) {
    Grant {
        actions = new TreeSet<>(actions);
        resources = new TreeSet<>(resources);
        condition = new TreeMap<>(condition);
    }

    static Grant of(List<String> actions, String... resources) {
        return new Grant(Set.copyOf(actions), Set.of(resources), Map.of());
    }

    static Grant of(String action, String... resources) {
        return of(List.of(action), resources);
    }

    /** The same where a key has a value, e.g. {@code ArnEquals}, {@code ecs:cluster} and an ARN. */
    Grant when(String operator, String key, String value) {
        return new Grant(actions, resources, Map.of(operator, Map.of(key, value)));
    }
}
