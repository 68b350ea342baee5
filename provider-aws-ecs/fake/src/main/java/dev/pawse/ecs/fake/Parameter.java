package dev.pawse.ecs.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One parameter with its versions, the oldest first. Guarded by its {@link ParameterStore}. */
final class Parameter {
    /** How many versions are kept. */
    static final int MOST_VERSIONS = 100;

    private final String name;
    private final List<Version> versions = new ArrayList<>();

    Parameter(String name) {
        this.name = name;
    }

    /**
     * One version.
     *
     * @param value the text, or for a SecureString what the key made of it in Base64
     * @param keyId as it was given, or null for what is not encrypted
     */
    record Version(
            long number,
            String type,
            String value,
            @Nullable String keyId,
            String tier,
            @Nullable String description,
            @Nullable String allowedPattern,
            String dataType,
            Instant at,
            String user) {
        boolean isSecure() {
            return type.equals("SecureString");
        }

        @Override
        public String toString() {
            return type + " version " + number;
        }
    }

    String name() {
        return name;
    }

    Version newest() {
        return versions.get(versions.size() - 1);
    }

    List<Version> versions() {
        return List.copyOf(versions);
    }

    void add(Version version) {
        versions.add(version);
        if (versions.size() > MOST_VERSIONS) {
            versions.remove(0);
        }
    }
}
