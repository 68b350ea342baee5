package dev.pawse.heroku;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The parts of Heroku's answers that are read (Platform API v3; parts that may be missing are nullable). */
final class Wire {
    /** Process types that the formation lists and that nobody scales: they run by themselves at each release. */
    private static final Set<String> UNSCALED = Set.of("release");

    /** Types of dynos that are no part of what the app is asked to run. */
    private static final Set<String> ONE_OFF = Set.of("run", "release", "scheduler");

    private Wire() {}

    record Named(@Nullable String name) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record AppRecord(
            String id,
            String name,
            boolean maintenance,
            @Nullable String webUrl,
            @Nullable Named region,
            @Nullable Named stack,
            @Nullable Named generation,
            @Nullable Named team,
            @Nullable Boolean joined,
            @Nullable Instant releasedAt) {
        AppRecord {
            requireNonNull(id);
            requireNonNull(name);
        }

        /** Whether it runs on the newer generation of the platform: images, logs without history, other names of dynos. */
        boolean isFir() {
            return generation != null && "fir".equals(generation.name());
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record ProcessType(
            String type,
            int quantity,
            @Nullable String size,
            @Nullable Named dynoSize) {
        ProcessType {
            requireNonNull(type);
        }

        boolean isScaled() {
            return !UNSCALED.contains(type);
        }

        @Nullable
        String sizeName() {
            return dynoSize == null || dynoSize.name() == null ? size : dynoSize.name();
        }
    }

    record ReleaseOf(int version) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Dyno(
            String name,
            String type,
            String state,
            @Nullable String command,
            @Nullable String size,
            @Nullable ReleaseOf release,
            @Nullable String attachUrl,
            @Nullable Instant createdAt,
            @Nullable Instant updatedAt) {
        Dyno {
            requireNonNull(name);
            requireNonNull(type);
            requireNonNull(state);
        }

        boolean isOneOff() {
            return ONE_OFF.contains(type);
        }

        boolean is(String wanted) {
            return state.equals(wanted);
        }
    }

    record Domain(String hostname, @Nullable String kind) {
        Domain {
            requireNonNull(hostname);
        }
    }

    record User(@Nullable String email) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record ReleaseRecord(
            String id,
            int version,
            String status,
            boolean current,
            @Nullable String description,
            @Nullable User user,
            @Nullable String outputStreamUrl,
            Instant createdAt,
            Instant updatedAt) {
        ReleaseRecord {
            requireNonNull(id);
            requireNonNull(status);
            requireNonNull(createdAt);
            requireNonNull(updatedAt);
        }

        String label() {
            return "v" + version;
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record SourceBlob(@Nullable String version, @Nullable String versionDescription) {}

    record Identified(String id) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record BuildRecord(
            String id,
            String status,
            @Nullable SourceBlob sourceBlob,
            @Nullable Identified release,
            @Nullable String outputStreamUrl,
            Instant createdAt,
            Instant updatedAt) {
        BuildRecord {
            requireNonNull(id);
            requireNonNull(status);
            requireNonNull(createdAt);
            requireNonNull(updatedAt);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record LogSession(String logplexUrl) {
        LogSession {
            requireNonNull(logplexUrl);
        }
    }

    record AddOn(
            String id,
            String name,
            @Nullable Named app,
            @Nullable Named plan) {
        AddOn {
            requireNonNull(id);
            requireNonNull(name);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Attachment(
            String name,
            AddOn addon,
            @Nullable String namespace,
            @Nullable List<String> configVars) {
        Attachment {
            requireNonNull(name);
            requireNonNull(addon);
        }
    }
}
