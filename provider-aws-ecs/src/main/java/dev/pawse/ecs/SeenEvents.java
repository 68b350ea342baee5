package dev.pawse.ecs;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which of the newest events were told, so that one that is read twice is told once. Events that look the same are counted: a program may
 * write a line twice in the same millisecond. Not safe for several threads.
 */
final class SeenEvents {
    private static final int MOST = 20_000;

    private final Map<LoggedEvent, Integer> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LoggedEvent, Integer> eldest) {
            return size() > MOST;
        }
    };

    /** What a search told after a Live Tail session had begun, and what the session may therefore tell once more. */
    private final Map<LoggedEvent, Integer> twice = new HashMap<>();

    private final Map<LoggedEvent, Integer> inSearch = new HashMap<>();

    /** A search begins: what it finds is compared with all that was told, one by one. */
    void searchBegins() {
        inSearch.clear();
        twice.clear();
    }

    /** Whether an event that a search found is new. */
    boolean isNewInSearch(LoggedEvent event) {
        if (inSearch.merge(event, 1, Integer::sum) <= told.getOrDefault(event, 0)) {
            return false;
        }
        told.merge(event, 1, Integer::sum);
        twice.merge(event, 1, Integer::sum);
        return true;
    }

    /** Whether an event that came by Live Tail is new. */
    boolean isNewInSession(LoggedEvent event) {
        Integer again = twice.get(event);
        if (again != null) {
            twice.computeIfPresent(event, (same, count) -> count > 1 ? count - 1 : null);
            return false;
        }
        told.merge(event, 1, Integer::sum);
        return true;
    }
}
