package dev.pawse.clever;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An app as the API tells it: {@code GET /v2/organisations/{owner}/applications/{app}}. */
record Application(
        String id,
        @Nullable String name,
        @Nullable String zone,
        Settings instance,
        @Nullable List<Vhost> vhosts,
        @Nullable String state,
        @Nullable String commitId,
        @Nullable String branch,
        boolean homogeneous) {
    Application {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(instance, "instance");
    }

    /** What it runs on. */
    record Settings(
            @Nullable String type,
            @Nullable Variant variant,
            int minInstances,
            int maxInstances,
            @Nullable Integer maxAllowedInstances,
            Flavor minFlavor,
            Flavor maxFlavor,
            @Nullable List<Flavor> flavors,
            @Nullable String lifetime) {
        Settings {
            Objects.requireNonNull(minFlavor, "minFlavor");
            Objects.requireNonNull(maxFlavor, "maxFlavor");
        }

        /** The names of the sizes that it can have, the smallest first; empty when that is not told. */
        List<String> sizes() {
            return flavors == null
                    ? List.of()
                    : flavors.stream().map(Flavor::name).toList();
        }
    }

    record Variant(@Nullable String name) {}

    /** A size. */
    record Flavor(String name) {}

    record Vhost(@Nullable String fqdn) {}

    /** It runs and ends by itself, so that nobody but the platform stops or starts it. */
    boolean isTask() {
        return "TASK".equals(instance.lifetime());
    }

    /** The platform keeps it from running. */
    boolean isBlocked() {
        return "MODERATED".equals(state) || "DEFAULT_OF_PAYMENT".equals(state);
    }

    boolean isDown() {
        return "SHOULD_BE_DOWN".equals(state);
    }

    boolean isUp() {
        return "SHOULD_BE_UP".equals(state);
    }

    boolean wantsToBeUp() {
        return "WANTS_TO_BE_UP".equals(state);
    }

    List<Domain> domains() {
        return (vhosts == null ? List.<Vhost>of() : vhosts)
                .stream()
                        .map(Vhost::fqdn)
                        .filter(Objects::nonNull)
                        .flatMap(fqdn -> Domain.parse(fqdn).stream())
                        .toList();
    }
}
