package dev.pawse.scalingo;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads Scalingo's times: ISO 8601 with an offset; the year 1 stands for none. */
final class Moments {
    private static final Instant NONE = Instant.parse("1970-01-01T00:00:00Z");

    private Moments() {}

    static @Nullable Instant parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return instant.isBefore(NONE) ? null : instant;
        } catch (DateTimeException e) {
            return null;
        }
    }

    static Instant parse(@Nullable String text, Instant absent) {
        Instant parsed = parse(text);
        return parsed == null ? absent : parsed;
    }
}
