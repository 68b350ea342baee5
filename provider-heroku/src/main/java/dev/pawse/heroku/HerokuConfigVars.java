package dev.pawse.heroku;

import dev.pawse.heroku.Wire.Attachment;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigHistory;
import dev.pawse.spi.capability.ConfigVars;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Config vars. Each change is one PATCH, because each makes a release and restarts every dyno. */
final class HerokuConfigVars implements ConfigVars {
    private final HerokuApi api;
    private final HerokuConfigHistory history;

    HerokuConfigVars(HerokuApi api, HerokuConfigHistory history) {
        this.api = api;
        this.history = history;
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

    /** What add-ons bring is told by their attachments, who set a variable last by the releases. */
    @Override
    public Map<String, Facts> configVarFacts(AppId app) {
        Set<String> brought = new HashSet<>();
        for (Attachment attachment : AttachedDatabase.attachments(api, api.name(app))) {
            brought.addAll(attachment.configVars() == null ? List.of() : attachment.configVars());
        }
        Map<String, ConfigHistory.Change> last = new HashMap<>();
        history.configChanges(app, null, HerokuConfigHistory.RELEASES)
                .forEach(change -> change.names().forEach(name -> last.putIfAbsent(name, change)));
        Map<String, Facts> facts = new TreeMap<>();
        for (String name : configVars(app).keySet()) {
            Origin origin = brought.contains(name) ? Origin.ADD_ON : Origin.OWN;
            ConfigHistory.Change change = last.get(name);
            facts.put(
                    name,
                    change == null
                            ? new Facts(origin, null, null, null, null)
                            : new Facts(origin, null, change.version(), change.at(), change.author()));
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
