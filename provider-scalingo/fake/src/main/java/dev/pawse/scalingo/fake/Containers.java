package dev.pawse.scalingo.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one app is asked to run and what of it runs: one operation at a time leads from the one to the other, in its own time. Safe for
 * many threads.
 */
final class Containers {
    private static final int MOST_OF_A_TYPE = 10;

    private final BiConsumer<String, String> log;
    private final Map<String, Type> types = new TreeMap<>();
    private final Map<String, Operation> operations = new TreeMap<>();
    private List<Container> running = new ArrayList<>();
    private String status;
    private Instant updated = Instant.now();
    private @Nullable Operation current;
    private int starts;

    /** @param log takes a source and a line */
    Containers(boolean deployed, BiConsumer<String, String> log) {
        this.log = log;
        status = deployed ? "stopped" : "new";
    }

    /** A process type. */
    record Type(String name, int amount, String size, String command) {}

    /** A container that runs or is on its way there. */
    record Container(String id, String type, int index, String size, String command, String state, Instant since) {
        String label() {
            return type + "-" + index;
        }

        Container in(String now) {
            return new Container(id, type, index, size, command, now, since);
        }
    }

    /** What is asked for of a type; a null size is left as it is. */
    record Change(String type, int amount, @Nullable String size) {}

    /** An operation: it ends by itself when its time has come. */
    static final class Operation {
        private final String id = Ids.next();
        private final String type;
        private final Instant createdAt = Instant.now();
        private final long endNanos;
        private final String error;
        private boolean over;

        private Operation(String type, Duration takes, String error) {
            this.type = type;
            this.error = error;
            endNanos = System.nanoTime() + takes.toNanos();
        }

        String id() {
            return id;
        }

        private Map<String, @Nullable Object> json(String app) {
            String now = over ? (error.isEmpty() ? "done" : "error") : "running";
            return Json.object(
                    "id", id,
                    "app_id", app,
                    "created_at", createdAt.toString(),
                    "finished_at", over ? Instant.now().toString() : null,
                    "status", now,
                    "type", type,
                    "error", over ? error : "");
        }
    }

    synchronized void type(String name, int amount, String size, String command) {
        types.put(name, new Type(name, amount, size, command));
    }

    synchronized List<Type> types() {
        return List.copyOf(types.values());
    }

    synchronized String status() {
        settle();
        return status;
    }

    synchronized Instant updated() {
        settle();
        return updated;
    }

    synchronized int starts() {
        return starts;
    }

    synchronized boolean isScaling() {
        settle();
        return current != null && current.type.equals("scale");
    }

    synchronized boolean answers() {
        settle();
        return running.stream().anyMatch(one -> one.type.equals("web") && one.state.equals("running"));
    }

    synchronized List<Container> list() {
        settle();
        return List.copyOf(running);
    }

    synchronized @Nullable Map<String, @Nullable Object> operation(String id, String app) {
        settle();
        Operation found = operations.get(id);
        return found == null ? null : found.json(app);
    }

    /** Runs exactly this, at once. */
    synchronized void become(List<Change> changes) {
        settle();
        endNow();
        apply(changes);
        running = wanted();
        changed(total() == 0 ? "stopped" : "running");
    }

    /** It was deployed for the first time: what is asked for runs. */
    synchronized void deployed() {
        if (status.equals("new")) {
            running = wanted();
            changed(total() == 0 ? "stopped" : "running");
        }
    }

    /** Its containers ended by themselves too often. */
    synchronized void crash() {
        running = new ArrayList<>(running.stream().map(one -> one.in("crashed")).toList());
        changed("crashed");
    }

    /**
     * Is asked to run something else.
     *
     * @param error what the operation ends with, or empty when it ends well
     * @return the operation, or null when the app has never been deployed and only takes note
     */
    synchronized @Nullable Operation scale(List<Change> changes, Duration takes, String error) {
        settle();
        for (Change change : changes) {
            if (!types.containsKey(change.type)) {
                throw Refusal.missing("container_type");
            }
            if (change.amount < 0 || change.amount > MOST_OF_A_TYPE) {
                throw Refusal.invalid("amount", "should be between 0 and " + MOST_OF_A_TYPE);
            }
        }
        if (status.equals("new")) {
            apply(changes);
            return null;
        }
        int before = current == null ? running.size() : total();
        Operation operation = begin("scale", takes, error);
        apply(changes);
        if (before == 0 && total() > 0) {
            starts++;
        }
        changed("scaling");
        return operation;
    }

    /** Restarts the containers of a scope: labels and types, or nothing for all. */
    synchronized Operation restart(List<String> scope, Duration takes) {
        settle();
        Predicate<Container> concerned =
                one -> scope.isEmpty() || scope.contains(one.label()) || scope.contains(one.type);
        if (!scope.isEmpty() && running.stream().noneMatch(concerned)) {
            throw Refusal.missing("container_type");
        }
        Operation operation = begin("restart", takes, "");
        running = new ArrayList<>(running.stream()
                .map(one -> concerned.test(one) ? fresh(one, "booting") : one)
                .toList());
        changed("restarting");
        return operation;
    }

    private Operation begin(String type, Duration takes, String error) {
        if (current != null) {
            throw Refusal.busy();
        }
        Operation operation = new Operation(type, takes, error);
        operations.put(operation.id, operation);
        current = operation;
        return operation;
    }

    private void settle() {
        if (current != null && System.nanoTime() - current.endNanos >= 0) {
            endNow();
        }
    }

    synchronized void endOperation() {
        endNow();
    }

    private void endNow() {
        Operation ending = current;
        if (ending == null) {
            return;
        }
        ending.over = true;
        current = null;
        if (ending.error.isEmpty()) {
            running = wanted();
            changed(total() == 0 ? "stopped" : "running");
        } else {
            log.accept("manager", ending.error);
            changed(running.isEmpty() ? "stopped" : "running");
        }
    }

    /** What is asked for: what runs already stays as it is. */
    private List<Container> wanted() {
        List<Container> wanted = new ArrayList<>();
        for (Type type : types.values()) {
            for (int index = 1; index <= type.amount; index++) {
                int number = index;
                Container before = running.stream()
                        .filter(one ->
                                one.type.equals(type.name) && one.index == number && !one.state.equals("crashed"))
                        .findFirst()
                        .orElse(null);
                if (before == null) {
                    log.accept("manager", "container [" + type.name + "-" + number + "] started");
                }
                wanted.add(
                        before == null
                                ? new Container(
                                        Ids.next(),
                                        type.name,
                                        number,
                                        type.size,
                                        type.command,
                                        "running",
                                        Instant.now())
                                : before.in("running"));
            }
        }
        wanted.sort(Comparator.comparing(Container::type).thenComparing(Container::index));
        return wanted;
    }

    private static Container fresh(Container old, String state) {
        Instant now = Instant.now();
        return new Container(
                Ids.next(),
                old.type,
                old.index,
                old.size,
                old.command,
                state,
                now.isAfter(old.since) ? now : old.since.plusMillis(1));
    }

    private void apply(List<Change> changes) {
        for (Change change : changes) {
            Type old = types.get(change.type);
            if (old != null) {
                String size = change.size == null || change.size.isEmpty() ? old.size : change.size;
                types.put(change.type, new Type(old.name, change.amount, size, old.command));
            }
        }
    }

    private int total() {
        return types.values().stream().mapToInt(Type::amount).sum();
    }

    private void changed(String now) {
        status = now;
        Instant at = Instant.now();
        updated = at.isAfter(updated) ? at : updated.plusMillis(1);
    }
}
