package dev.pawse.scalingo;

import dev.pawse.http.Page;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads and changes an app's variables (developers.scalingo.com, "Environment variables"). A value that stands for another variable is
 * shown as it was written, {@code $NAME}: what was read and is written back never holds what it stands for.
 */
final class ScalingoConfigVars implements ConfigVars {
    /** How much of the timeline is looked through for who wrote each variable last: most of it is about other things. */
    private static final int PAGES = 10;

    private final Apps apps;

    ScalingoConfigVars(Apps apps) {
        this.apps = apps;
    }

    @Override
    public Map<String, Secret> configVars(AppId app) {
        Map<String, Secret> values = new TreeMap<>();
        Variable.of(apps.place(app), true)
                .forEach(variable -> values.put(variable.name(), Secret.of(variable.value())));
        return values;
    }

    /** The timeline tells who wrote a variable last; of one that was written long ago nothing is known. */
    @Override
    public Map<String, Facts> configVarFacts(AppId app) {
        Place place = apps.place(app);
        Map<String, Facts> facts = new TreeMap<>();
        Variable.of(place, true).forEach(one -> facts.put(one.name(), new Facts(null, null, null, null, null)));
        Set<String> open = new HashSet<>(facts.keySet());
        String next = null;
        int pages = 0;
        do {
            Page<VariableEvent> page = VariableEvent.page(place, next);
            for (VariableEvent event : page.items()) {
                Facts last = new Facts(event.addOn() ? Origin.ADD_ON : Origin.OWN, null, null, event.at(), event.by());
                event.names().stream().filter(open::remove).forEach(name -> facts.put(name, last));
            }
            next = page.next();
            pages++;
        } while (next != null && !open.isEmpty() && pages < PAGES);
        return facts;
    }

    @Override
    public void setConfigVars(AppId app, Map<String, Secret> changes) {
        List<Map<String, String>> variables = changes.entrySet().stream()
                .map(change -> Map.of(
                        "name", change.getKey(), "value", change.getValue().reveal()))
                .toList();
        apps.place(app).put("variables").json(Map.of("variables", variables)).send();
    }

    @Override
    public void unsetConfigVars(AppId app, Set<String> names) {
        Place place = apps.place(app);
        List<String> ids = Variable.of(place, true).stream()
                .filter(variable -> names.contains(variable.name()))
                .map(Variable::id)
                .toList();
        if (!ids.isEmpty()) {
            place.delete("variables").json(Map.of("variable_ids", ids)).send();
        }
    }

    /** The platform leaves the running containers as they are. */
    @Override
    public boolean restartsOnChange() {
        return false;
    }
}
