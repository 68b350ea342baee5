package dev.pawse.redis;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Registry.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what our scripts answer. */
final class Answers {
    private Answers() {}

    static long number(@Nullable Object value) {
        return value instanceof Long number ? number : Long.parseLong(text(value));
    }

    static String text(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value);
    }

    static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /** The moment that a score of a sorted set stands for. */
    static long millis(String score) {
        return (long) Double.parseDouble(score);
    }

    /** The app of a name; empty for a name that is none, which is not ours. */
    static Optional<AppId> app(String name) {
        try {
            return Optional.of(AppId.parse(name));
        } catch (PawseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** How an app is used that was last used at a moment of the store's time; what is yet to come is now. */
    static Usage usage(int inFlight, long now, long usedMillis) {
        long idle = inFlight > 0 ? 0 : Math.max(0, now - usedMillis);
        return new Usage(inFlight, Duration.ofMillis(idle));
    }
}
