package dev.pawse.clever;

import dev.pawse.spi.PawseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose lines of a log are whose: the names of instances by their ids. A name that was told stays, so that a line that comes twice is
 * the same line. An id that nobody knows is asked for, but not often.
 */
final class LineNames {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CleverApi api;
    private final AppRef app;
    private final Map<String, String> names = new HashMap<>();
    private Instant askedUntil = Instant.MIN;

    LineNames(CleverApi api, AppRef app) {
        this.api = api;
        this.app = app;
    }

    synchronized String of(@Nullable String instance) {
        if (instance == null || instance.isEmpty()) {
            return "platform";
        }
        if (!names.containsKey(instance) && !api.clock().instant().isBefore(askedUntil)) {
            ask();
        }
        return names.computeIfAbsent(instance, InstanceNames::ofGone);
    }

    private void ask() {
        askedUntil = api.clock().instant().plus(PATIENCE);
        try {
            InstanceNames.of(api.instances(app)).forEach((name, instance) -> names.putIfAbsent(instance.id(), name));
        } catch (PawseException e) {
            // A line without its process's name is better than none.
            org.slf4j.LoggerFactory.getLogger(LineNames.class)
                    .debug("{}: the names of its instances are not known: {}", app.id(), e.message());
        }
    }
}
