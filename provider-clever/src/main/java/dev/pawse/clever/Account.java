package dev.pawse.clever;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the credentials see, in one answer: {@code GET /v2/summary}. */
record Account(Owner user, @Nullable List<Owner> organisations) {
    Account {
        Objects.requireNonNull(user, "user");
    }

    /** A user or an organisation with its apps. */
    record Owner(String id, @Nullable String name, @Nullable List<Item> applications) {
        Owner {
            Objects.requireNonNull(id, "id");
        }

        String shownName() {
            return name == null || name.isBlank() ? id : name;
        }

        List<Item> apps() {
            return applications == null ? List.of() : applications;
        }
    }

    /** An app in few words. */
    record Item(String id, String name, @Nullable String state) {
        Item {
            Objects.requireNonNull(id, "id");
            name = name == null || name.isBlank() ? id : name;
        }
    }

    /** The user first, then the organisations. */
    List<Owner> owners() {
        return Stream.concat(Stream.of(user), (organisations == null ? List.<Owner>of() : organisations).stream())
                .toList();
    }
}
