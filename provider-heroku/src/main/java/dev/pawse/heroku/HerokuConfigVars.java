package dev.pawse.heroku;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Config vars. Each change is one PATCH, because each makes a release and restarts every dyno. */
final class HerokuConfigVars implements ConfigVars {
    private final HerokuApi api;

    HerokuConfigVars(HerokuApi api) {
        this.api = api;
    }

    @Override
    public Map<String, Secret> configVars(AppId app) {
        Map<String, Secret> vars = new TreeMap<>();
        api.platform()
                .get("apps", api.name(app), "config-vars")
                .tree()
                .properties()
                .forEach(entry ->
                        vars.put(entry.getKey(), Secret.of(entry.getValue().asString(""))));
        return Collections.unmodifiableMap(vars);
    }

    @Override
    public void setConfigVars(AppId app, Map<String, Secret> changes) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        changes.forEach((name, value) -> values.put(name, value.reveal()));
        patch(app, values);
    }

    @Override
    public void unsetConfigVars(AppId app, Set<String> names) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        names.forEach(name -> values.put(name, null));
        patch(app, values);
    }

    @Override
    public boolean restartsOnChange() {
        return true;
    }

    private void patch(AppId app, Map<String, @Nullable String> values) {
        String name = api.name(app);
        if (!values.isEmpty()) {
            api.platform()
                    .patch("apps", name, "config-vars")
                    .json(values)
                    .repeatable()
                    .send();
        }
    }
}
