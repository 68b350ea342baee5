package dev.pawse.heroku;

import dev.pawse.heroku.Wire.ProcessType;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Scaling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scales apps by one batch PATCH of their formation (Platform API, "Formation Batch Update"). Quantities are absolute, so that a call
 * may be repeated; types that are not to change are not named, and {@code release} never is.
 */
final class HerokuScaling implements Scaling {
    private static final Logger LOG = LoggerFactory.getLogger(HerokuScaling.class);

    private final HerokuApi api;

    HerokuScaling(HerokuApi api) {
        this.api = api;
    }

    @Override
    public Formation formation(AppId app) {
        return AppView.formation(api.formation(api.name(app)));
    }

    /**
     * Asks for the types that are to run, also where they seem to run already, so that the last word is ours; a type at 0 is named
     * only where it runs.
     */
    @Override
    public void start(AppId app, Formation formation) {
        try {
            apply(app, formation);
        } catch (PawseException e) {
            Formation sizeless = withoutSizes(formation);
            if (e.reason() != Reason.INVALID || sizeless.equals(formation)) {
                throw e;
            }
            // A size that was remembered may have gone with a change of plan; what a type has now is as good.
            apply(app, sizeless);
            LOG.warn("{} starts with the sizes that it has, the remembered ones were refused: {}", app, e.message());
        }
    }

    @Override
    public void stop(AppId app) {
        String name = api.name(app);
        try {
            patch(name, zeroed(api.formation(name)));
        } catch (PawseException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
            // A deployment may have dropped a type between the two calls; the platform then refuses the whole batch.
            patch(name, zeroed(api.formation(name)));
        }
    }

    @Override
    public void scale(AppId app, Formation changes) {
        apply(app, changes);
    }

    private void apply(AppId app, Formation wanted) {
        String name = api.name(app);
        Formation now = AppView.formation(api.formation(name));
        requireTypes(app, wanted, now);
        try {
            patch(name, updates(wanted, now));
        } catch (PawseException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                requireTypes(app, wanted, AppView.formation(api.formation(name)));
            }
            throw e;
        }
    }

    private record Update(
            String type, int quantity, @Nullable String size) {
        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("type", type);
            json.put("quantity", quantity);
            if (size != null) {
                json.put("dyno_size", Map.of("name", size));
            }
            return json;
        }
    }

    private static List<Update> updates(Formation wanted, Formation now) {
        List<Update> updates = new ArrayList<>();
        wanted.processes().forEach((type, scale) -> {
            Scale before = now.processes().getOrDefault(type, Scale.of(0));
            String size = scale.size() == null || scale.size().equalsIgnoreCase(before.size()) ? null : scale.size();
            if (scale.quantity() > 0 || before.quantity() > 0 || size != null) {
                updates.add(new Update(type, scale.quantity(), size));
            }
        });
        return updates;
    }

    private static List<Update> zeroed(List<ProcessType> types) {
        return types.stream()
                .filter(type -> type.isScaled() && type.quantity() > 0)
                .map(type -> new Update(type.type(), 0, null))
                .toList();
    }

    private void patch(String app, List<Update> updates) {
        if (!updates.isEmpty()) {
            api.platform()
                    .patch("apps", app, "formation")
                    .json(Map.of("updates", updates.stream().map(Update::json).toList()))
                    .repeatable()
                    .send();
        }
    }

    private static void requireTypes(AppId app, Formation wanted, Formation there) {
        TreeSet<String> unknown = new TreeSet<>(wanted.processes().keySet());
        unknown.removeAll(there.processes().keySet());
        // A formation that was remembered whole may name it at 0, which asks for nothing.
        unknown.removeIf(type -> type.equals("release") && quantity(wanted, type) == 0);
        if (!unknown.isEmpty()) {
            throw new PawseException(
                    Reason.INVALID,
                    app + " has no process type " + String.join(", ", unknown) + " that can be scaled; it has "
                            + (there.processes().isEmpty()
                                    ? "none before its first deployment"
                                    : String.join(", ", there.processes().keySet())));
        }
    }

    private static Formation withoutSizes(Formation formation) {
        Map<String, Scale> quantities = new TreeMap<>();
        formation.processes().forEach((type, scale) -> quantities.put(type, Scale.of(scale.quantity())));
        return new Formation(quantities);
    }

    private static int quantity(Formation formation, String type) {
        return formation.processes().getOrDefault(type, Scale.of(0)).quantity();
    }
}
