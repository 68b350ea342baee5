package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.util.Map;
import java.util.Set;

/** The config variables of a {@link FakeProvider}. */
final class FakeConfigVars implements ConfigVars {
    private final FakeProvider platform;

    FakeConfigVars(FakeProvider platform) {
        this.platform = platform;
    }

    @Override
    public Map<String, Secret> configVars(AppId app) {
        return platform.ask(Operation.CONFIG_VARS, app, FakeApp::configVars);
    }

    @Override
    public void setConfigVars(AppId app, Map<String, Secret> changes) {
        platform.tell(Operation.SET_CONFIG_VARS, app, asked -> asked.configVars(changes));
    }

    @Override
    public void unsetConfigVars(AppId app, Set<String> names) {
        platform.tell(Operation.UNSET_CONFIG_VARS, app, asked -> asked.removeConfigVars(names));
    }

    @Override
    public boolean restartsOnChange() {
        return false;
    }
}
