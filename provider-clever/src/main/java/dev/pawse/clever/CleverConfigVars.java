package dev.pawse.clever;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes an app's own variables; those that its add-ons and linked apps bring are theirs and are not told here, because
 * they can be neither set nor unset. One variable is one call. Several are a replacement of the whole set, which the platform does
 * without a look at what is there: it is read twice, the second time right before, and somebody else's change in between is a
 * {@link Reason#CONFLICT}.
 */
final class CleverConfigVars implements ConfigVars {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]+");

    private final CleverApi api;
    private final CleverApps apps;
    /** Our own changes of one app come one after the other. */
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    CleverConfigVars(CleverApi api, CleverApps apps) {
        this.api = api;
        this.apps = apps;
    }

    /** A variable as the API tells it. */
    record Variable(String name, @Nullable String value) {
        Variable {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String toString() {
            return name + "=***";
        }
    }

    /** What an add-on or another app brings. */
    record Brought(@Nullable List<Variable> env) {}

    @Override
    public Map<String, Secret> configVars(AppId app) {
        Map<String, Secret> secrets = new TreeMap<>();
        read(apps.require(app)).forEach((name, value) -> secrets.put(name, Secret.of(value)));
        return secrets;
    }

    /** An app's own variables come before those of the same name that others bring. */
    @Override
    public Map<String, Facts> configVarFacts(AppId app) {
        AppRef ref = apps.require(app);
        Map<String, Facts> facts = new TreeMap<>();
        brought(facts, ref, "dependencies", Origin.LINKED_APP);
        brought(facts, ref, "addons", Origin.ADD_ON);
        read(ref).keySet().forEach(name -> facts.put(name, new Facts(Origin.OWN, null, null, null, null)));
        return facts;
    }

    private void brought(Map<String, Facts> facts, AppRef ref, String by, Origin origin) {
        for (Brought one : api.get(ref, by, "env").list(Brought.class)) {
            List<Variable> variables = one.env() == null ? List.of() : one.env();
            for (Variable variable : variables) {
                Secret value = Secret.of(variable.value() == null ? "" : variable.value());
                facts.put(variable.name(), new Facts(origin, value, null, null, null));
            }
        }
    }

    @Override
    public void setConfigVars(AppId app, Map<String, Secret> changes) {
        changes.keySet().forEach(CleverConfigVars::check);
        AppRef ref = apps.require(app);
        synchronized (lock(ref)) {
            if (changes.size() == 1) {
                changes.forEach((name, value) -> api.put(ref, "env", name)
                        .header("Accept", "*/*")
                        .json(Map.of("value", value.reveal()))
                        .send());
                return;
            }
            Map<String, String> now = read(ref);
            Map<String, String> wanted = new TreeMap<>(now);
            changes.forEach((name, value) -> wanted.put(name, value.reveal()));
            replace(ref, now, wanted);
        }
    }

    @Override
    public void unsetConfigVars(AppId app, Set<String> names) {
        AppRef ref = apps.require(app);
        synchronized (lock(ref)) {
            Map<String, String> now = read(ref);
            List<String> there =
                    names.stream().filter(now::containsKey).sorted().toList();
            if (there.size() == 1) {
                api.delete(ref, "env", there.get(0)).send();
                return;
            }
            Map<String, String> wanted = new TreeMap<>(now);
            there.forEach(wanted::remove);
            replace(ref, now, wanted);
        }
    }

    /** A change is seen by an app when it is deployed again. */
    @Override
    public boolean restartsOnChange() {
        return false;
    }

    private void replace(AppRef ref, Map<String, String> before, Map<String, String> wanted) {
        if (wanted.equals(before)) {
            return;
        }
        Map<String, String> now = read(ref);
        if (!now.equals(before)) {
            throw new PawseException(
                    Reason.CONFLICT,
                    "the variables of " + ref.id() + " were changed by someone else meanwhile: nothing written");
        }
        api.put(ref, "env").json(wanted).send();
    }

    private Map<String, String> read(AppRef ref) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Variable variable : api.get(ref, "env").list(Variable.class)) {
            variables.put(variable.name(), variable.value() == null ? "" : variable.value());
        }
        return variables;
    }

    private static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new PawseException(
                    Reason.INVALID,
                    "'" + name + "' is not the name of a variable: letters, digits, _, - and . are right");
        }
    }

    private Object lock(AppRef ref) {
        return locks.computeIfAbsent(ref.key(), any -> new Object());
    }

    @Override
    public String toString() {
        return "CleverConfigVars";
    }
}
