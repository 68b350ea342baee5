package dev.pawse.local;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads and changes variables; processes that run keep what they were started with. */
final class LocalConfigVars implements ConfigVars {
    private final LocalApps apps;
    private final StateFolder state;

    LocalConfigVars(LocalApps apps, StateFolder state) {
        this.apps = apps;
        this.state = state;
    }

    @Override
    public Map<String, Secret> configVars(AppId id) {
        Map<String, Secret> variables = new TreeMap<>();
        of(id).values().forEach((name, value) -> variables.put(name, Secret.of(value)));
        return variables;
    }

    @Override
    public void setConfigVars(AppId id, Map<String, Secret> changes) {
        Map<String, String> values = new TreeMap<>();
        changes.forEach((name, secret) -> {
            String problem = Variables.problem(name);
            if (problem != null) {
                throw new PawseException(Reason.INVALID, problem);
            }
            if (secret.reveal().indexOf('\0') >= 0) {
                throw new PawseException(Reason.INVALID, name + ": no variable can hold a NUL character");
            }
            values.put(name, secret.reveal());
        });
        of(id).set(values);
    }

    @Override
    public void unsetConfigVars(AppId id, Set<String> names) {
        of(id).unset(names);
    }

    @Override
    public boolean restartsOnChange() {
        return false;
    }

    private AppVariables of(AppId id) {
        return new AppVariables(apps.here(id), state);
    }
}
