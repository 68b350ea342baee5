package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigHistory;
import dev.pawse.spi.capability.ConfigVars;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The config variables of a {@link FakeProvider}, and how they were changed through it. */
final class FakeConfigVars implements ConfigVars, ConfigHistory {
    private final FakeProvider platform;
    private final boolean restartsOnChange;

    FakeConfigVars(FakeProvider platform, boolean restartsOnChange) {
        this.platform = platform;
        this.restartsOnChange = restartsOnChange;
    }

    @Override
    public Map<String, Secret> configVars(AppId app) {
        return platform.ask(Operation.CONFIG_VARS, app, FakeApp::configVars);
    }

    @Override
    public void setConfigVars(AppId app, Map<String, Secret> changes) {
        setConfigVarsWithNote(app, changes, "set");
    }

    @Override
    public boolean keepsNotes() {
        return true;
    }

    @Override
    public void setConfigVarsWithNote(AppId app, Map<String, Secret> changes, String note) {
        platform.tell(Operation.SET_CONFIG_VARS, app, asked -> {
            asked.configVars(changes);
            asked.history().changeVariables(changes.keySet(), note);
            restart(asked);
        });
    }

    @Override
    public void unsetConfigVars(AppId app, Set<String> names) {
        platform.tell(Operation.UNSET_CONFIG_VARS, app, asked -> {
            asked.removeConfigVars(names);
            asked.history().changeVariables(names, "removed");
            restart(asked);
        });
    }

    @Override
    public List<Change> configChanges(AppId app, @Nullable String name, int limit) {
        return platform.ask(
                Operation.CONFIG_CHANGES, app, asked -> asked.history().variableChanges(name, limit));
    }

    @Override
    public boolean restartsOnChange() {
        return restartsOnChange;
    }

    private void restart(FakeApp app) {
        if (restartsOnChange) {
            app.run().restart(null);
        }
    }
}
