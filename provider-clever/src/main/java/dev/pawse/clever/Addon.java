package dev.pawse.clever;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A service beside an app: {@code GET …/applications/{app}/addons}. */
record Addon(
        String id,
        @Nullable String realId,
        @Nullable String name,
        @Nullable Maker provider) {
    Addon {
        Objects.requireNonNull(id, "id");
    }

    record Maker(@Nullable String id) {}

    /** Which database it is; empty when it is none. */
    Optional<String> engine() {
        String maker = provider == null || provider.id() == null ? "" : provider.id();
        return switch (maker) {
            case "postgresql-addon" -> Optional.of("postgresql");
            case "mysql-addon" -> Optional.of("mysql");
            case "mongodb-addon" -> Optional.of("mongodb");
            case "redis-addon" -> Optional.of("redis");
            default -> Optional.empty();
        };
    }

    boolean isPostgres() {
        return engine().filter("postgresql"::equals).isPresent();
    }

    /** The name under which backups and logs know it, which people see too. */
    String shownId() {
        return realId == null ? id : realId;
    }

    boolean isNamed(String text) {
        return text.equals(id) || text.equals(realId) || text.equals(name);
    }
}
