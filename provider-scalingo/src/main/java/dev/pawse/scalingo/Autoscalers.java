package dev.pawse.scalingo;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The autoscalers of apps that were put to rest. Scalingo turns one off when its process type is scaled by hand; those that were on
 * before are turned on again once the type runs. They are remembered by this process alone: it costs one call for a rest and one for
 * each autoscaler at a wake.
 */
final class Autoscalers {
    private static final Logger LOG = LoggerFactory.getLogger(Autoscalers.class);

    private final Map<Place, List<Autoscaler>> off = new ConcurrentHashMap<>();

    @JsonNaming(SnakeCaseStrategy.class)
    private record Autoscaler(
            String id, String containerType, @Nullable Boolean disabled) {
        boolean isOn() {
            return disabled == null || !disabled;
        }
    }

    private record All(@Nullable List<Autoscaler> autoscalers) {}

    /** These types are about to be scaled to zero. */
    void remember(Place place, Set<String> types) {
        List<Autoscaler> found;
        try {
            found = place.get("autoscalers").read(All.class).autoscalers();
        } catch (PawseException e) {
            // Not every account may read them; an app rests all the same.
            if (e.reason() == Reason.FORBIDDEN || e.reason() == Reason.NOT_FOUND) {
                return;
            }
            throw e;
        }
        List<Autoscaler> on = (found == null ? List.<Autoscaler>of() : found)
                .stream()
                        .filter(Autoscaler::isOn)
                        .filter(autoscaler -> types.contains(autoscaler.containerType))
                        .toList();
        if (!on.isEmpty()) {
            off.merge(place, on, Autoscalers::together);
        }
    }

    /** These types run again: what was on is turned on. A failure is told in the log and tried at the next occasion. */
    void restore(Place place, Set<String> types) {
        List<Autoscaler> remembered = off.remove(place);
        if (remembered == null) {
            return;
        }
        List<Autoscaler> left = new ArrayList<>();
        for (Autoscaler autoscaler : remembered) {
            if (!types.contains(autoscaler.containerType) || !isOnAgain(place, autoscaler)) {
                left.add(autoscaler);
            }
        }
        if (!left.isEmpty()) {
            off.merge(place, left, Autoscalers::together);
        }
    }

    private static boolean isOnAgain(Place place, Autoscaler autoscaler) {
        try {
            place.patch("autoscalers", autoscaler.id)
                    .json(Map.of("autoscaler", Map.of("disabled", false)))
                    .repeatable()
                    .send();
            return true;
        } catch (PawseException e) {
            LOG.warn("{}: the autoscaler of {} stays off: {}", place, autoscaler.containerType, e.message());
            return e.reason() == Reason.NOT_FOUND;
        }
    }

    private static List<Autoscaler> together(List<Autoscaler> some, List<Autoscaler> more) {
        List<Autoscaler> all = new ArrayList<>(some);
        more.stream()
                .filter(one -> some.stream().noneMatch(known -> known.id.equals(one.id)))
                .forEach(all::add);
        return List.copyOf(all);
    }
}
