package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.util.Map;
import java.util.Set;

/** The config variables of a {@link FakeProvider}. */
final class FakeConfigVars implements ConfigVars {
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
        platform.tell(Operation.SET_CONFIG_VARS, app, asked -> {
            asked.configVars(changes);
            restart(asked);
        });
    }

    @Override
    public void unsetConfigVars(AppId app, Set<String> names) {
        platform.tell(Operation.UNSET_CONFIG_VARS, app, asked -> {
            asked.removeConfigVars(names);
            restart(asked);
        });
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
