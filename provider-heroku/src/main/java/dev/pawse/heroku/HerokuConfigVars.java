package dev.pawse.heroku;

import dev.pawse.heroku.Wire.Attachment;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** What add-ons bring is told by their attachments. */
    @Override
    public Map<String, Facts> configVarFacts(AppId app) {
        Map<String, Facts> facts = new TreeMap<>();
        configVars(app).keySet().forEach(name -> facts.put(name, new Facts(Origin.OWN, null, null, null)));
        for (Attachment attachment : AttachedDatabase.attachments(api, api.name(app))) {
            List<String> names = attachment.configVars() == null ? List.of() : attachment.configVars();
            names.forEach(name -> facts.replace(name, new Facts(Origin.ADD_ON, null, null, null)));
        }
        return facts;
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
