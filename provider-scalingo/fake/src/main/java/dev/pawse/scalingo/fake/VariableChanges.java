package dev.pawse.scalingo.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A change of several variables at once, which is one event of the app's timeline, with old values and new ones. */
final class VariableChanges {
    private final HostedApp app;
    private final List<Map<String, @Nullable Object>> added = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> updated = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> deleted = new ArrayList<>();

    VariableChanges(HostedApp app) {
        this.app = app;
    }

    void set(String name, String value) {
        HostedApp.Variable old = app.variables().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(null);
        app.variable(name, value);
        if (old == null) {
            added.add(Json.object("name", name, "value", value));
        } else if (!old.value().equals(value)) {
            updated.add(Json.object("name", name, "value", value, "old_value", old.value()));
        }
    }

    void remove(String id) {
        app.variables().stream().filter(one -> one.id().equals(id)).forEach(old -> {
            app.removeVariable(id);
            deleted.add(Json.object("name", old.name(), "value", old.value()));
        });
    }

    void tell() {
        app.event("edit_variables", Json.object("new_vars", added, "updated_vars", updated, "deleted_vars", deleted));
    }
}
