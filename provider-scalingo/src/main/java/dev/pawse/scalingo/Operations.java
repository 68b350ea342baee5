package dev.pawse.scalingo;

import static java.util.Objects.requireNonNull;

import dev.pawse.http.ApiAnswer;
import dev.pawse.http.Pauses;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Follows what the platform does in its own time (developers.scalingo.com, "Operations"): {@code pending}, {@code running}, and then
 * {@code done} or {@code error}. The first look comes after a second and the others two to three seconds apart, because each is one of
 * sixty calls a minute.
 */
final class Operations {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final Clock clock;

    Operations(Clock clock) {
        this.clock = clock;
    }

    /** One operation as it stands. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Operation(
            String status, @Nullable String error, @Nullable StartOneOff startOneOffData) {
        Operation {
            requireNonNull(status);
        }
    }

    /** What an operation that starts a one-off container tells. */
    @JsonNaming(SnakeCaseStrategy.class)
    record StartOneOff(@Nullable String attachUrl, @Nullable String containerId) {}

    record One(Operation operation) {
        One {
            requireNonNull(operation);
        }
    }

    /** The id of the operation that an answer leads to: the last segment of its {@code Location}, whose host may be any. */
    static Optional<String> id(ApiAnswer answer) {
        return answer.header("Location").map(Operations::id).filter(id -> !id.isEmpty());
    }

    static String id(String location) {
        return location.replaceFirst("[?#].*", "").replaceFirst("/+$", "").replaceFirst(".*/", "");
    }

    /**
     * Waits for an operation's end.
     *
     * @param what what it does, for people, e.g. {@code scaling shop}
     * @throws PawseException {@link Reason#FAILED} when it ended badly, {@link Reason#TIMEOUT} when it goes on for longer
     */
    Operation await(Place place, String id, String what, Duration atMost) {
        Instant end = clock.instant().plus(atMost);
        for (Duration pause = FIRST; ; pause = longer(pause)) {
            Duration left = Duration.between(clock.instant(), end);
            if (left.isNegative() || left.isZero()) {
                throw new PawseException(
                        Reason.TIMEOUT,
                        what + " goes on after " + atMost.toSeconds() + " s; scalingo goes on with it by itself");
            }
            Pauses.pause(clock, pause.compareTo(left) < 0 ? pause : left);
            Optional<Operation> now = look(place, id);
            String status = now.map(Operation::status).orElse("");
            if (status.equals("done")) {
                return now.orElseThrow();
            }
            if (status.equals("error")) {
                String why = now.map(Operation::error)
                        .filter(text -> !text.isBlank())
                        .orElse("scalingo does not say why");
                throw new PawseException(Reason.FAILED, what + " failed: " + why);
            }
        }
    }

    /** Empty when the platform has no answer at the moment: the operation goes on all the same. */
    private static Optional<Operation> look(Place place, String id) {
        try {
            return Optional.of(place.get("operations", id).read(One.class).operation());
        } catch (PawseException e) {
            return switch (e.reason()) {
                case UNAVAILABLE, RATE_LIMITED, TIMEOUT -> Optional.empty();
                default -> throw e;
            };
        }
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.plusSeconds(1);
        return next.compareTo(LONGEST) > 0 ? LONGEST : next;
    }
}
