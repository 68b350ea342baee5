package dev.pawse.cli.command;

import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is to become of an app's variables: what is the same already is left alone, and whoever changes them tells it the same way. */
final class VariableChanges {
    private final Map<String, Secret> before;
    private final Map<String, String> actions = new LinkedHashMap<>();
    private final Map<String, Secret> set = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();

    private VariableChanges(Map<String, Secret> before) {
        this.before = before;
    }

    /** The wanted variables beside those that are there. */
    static VariableChanges merge(Map<String, Secret> before, Map<String, Secret> wanted) {
        VariableChanges changes = new VariableChanges(before);
        wanted.forEach((name, value) -> {
            Secret old = before.get(name);
            changes.actions.put(name, old == null ? "created" : old.equals(value) ? "unchanged" : "updated");
            if (old == null || !old.equals(value)) {
                changes.set.put(name, value);
            }
        });
        return changes;
    }

    /** The wanted variables and no others. */
    static VariableChanges replace(Map<String, Secret> before, Map<String, Secret> wanted) {
        VariableChanges changes = merge(before, wanted);
        for (String name : new TreeSet<>(before.keySet())) {
            if (!wanted.containsKey(name)) {
                changes.actions.put(name, "removed");
                changes.removed.add(name);
            }
        }
        return changes;
    }

    /** What has its value already is set all the same: some platforms restart what runs on it. */
    void evenUnchanged(Map<String, Secret> wanted) {
        wanted.forEach((name, value) -> {
            if ("unchanged".equals(actions.get(name))) {
                set.put(name, value);
            }
        });
    }

    boolean isNone() {
        return set.isEmpty() && removed.isEmpty();
    }

    Set<String> removed() {
        return removed;
    }

    /** How many variables become others. */
    int size() {
        return set.size() + removed.size();
    }

    /**
     * Makes sure that nobody changed meanwhile what is to be changed.
     *
     * @param now the variables, read again
     * @throws PawseException {@link Reason#CONFLICT} when somebody did
     */
    void requireUntouched(Map<String, Secret> now) {
        List<String> touched = new ArrayList<>();
        for (String name : actions.keySet()) {
            if ((set.containsKey(name) || removed.contains(name)) && !Objects.equals(before.get(name), now.get(name))) {
                touched.add(name);
            }
        }
        if (!touched.isEmpty()) {
            throw new PawseException(
                    Reason.CONFLICT,
                    String.join(", ", touched) + (touched.size() == 1 ? " was" : " were")
                            + " changed by someone else since it was read: nothing written");
        }
    }

    /** Changes the app. What is new comes first: no process starts without what takes the place of something that goes. */
    void apply(ConfigVars vars, Target target, @Nullable String note) {
        if (!set.isEmpty() && note != null && vars.keepsNotes()) {
            vars.setConfigVarsWithNote(target.id(), set, note);
        } else if (!set.isEmpty()) {
            vars.setConfigVars(target.id(), set);
        }
        if (!removed.isEmpty()) {
            vars.unsetConfigVars(target.id(), removed);
        }
    }

    /** A line for each variable that becomes another, without values. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        actions.forEach((name, action) -> {
            switch (action) {
                case "created" -> lines.add("  + " + name + "  " + Digest.of(set.get(name)));
                case "updated" ->
                    lines.add("  ~ " + name + "  " + Digest.of(before.get(name)) + " -> " + Digest.of(set.get(name)));
                case "removed" -> lines.add("  - " + name + "  " + Digest.of(before.get(name)));
                default -> {}
            }
        });
        return lines;
    }

    /** Tells what was done, or would be. */
    void report(Session session, Target target, RestartFlag.Restarter restarter) {
        boolean dry = session.options().dryRun;
        List<Map<String, @Nullable Object>> changed = new ArrayList<>();
        actions.forEach((name, action) -> changed.add(Json.object("name", name, "action", action)));
        session.out()
                .one(
                        List.of(sentence(target, dry) + (isNone() || dry ? "" : restarter.consequence())),
                        Json.object(
                                "changed",
                                changed,
                                "restarted",
                                restarter.restarts() && !isNone() && !dry,
                                "release",
                                null,
                                "dryRun",
                                dry));
    }

    private String sentence(Target target, boolean dry) {
        String app = target.id().name();
        List<String> names = new ArrayList<>();
        actions.forEach((name, action) -> names.add(name + " (" + word(action) + ")"));
        String list = names.isEmpty() ? "." : ": " + String.join(", ", names) + ".";
        if (isNone()) {
            return "Nothing to change on " + app + list;
        }
        String verb = removed.isEmpty() ? (dry ? "Would set " : "Set ") : (dry ? "Would change " : "Changed ");
        return verb + size() + (size() == 1 ? " variable" : " variables") + " on " + app + list;
    }

    private static String word(String action) {
        return switch (action) {
            case "created" -> "new";
            case "updated" -> "changed";
            default -> action;
        };
    }
}
