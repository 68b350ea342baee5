package dev.pawse.http;

import java.util.Optional;

/** Reads {@code Retry-After} (RFC 9110, section 10.2.3); only its form in seconds, the one that APIs send. */
final class RetryAfter {
    /** Longer than a day is a mistake of the other side. */
    private static final long MOST_SECONDS = 86_400;

    private RetryAfter() {}

    static Optional<Long> seconds(String value) {
        try {
            long seconds = Long.parseLong(value.strip());
            return seconds < 0 || seconds > MOST_SECONDS ? Optional.empty() : Optional.of(seconds);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
