package dev.pawse.ecs.fake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One build; it ends when it is ended, or by itself when its time is over. Safe for many threads. */
final class BuildRun {
    private final String id;
    private final long number;
    private final @Nullable String sourceVersion;
    private final @Nullable String commit;
    private final @Nullable String artifacts;
    private final Clock clock;
    private final Instant startedAt;
    private final StringBuilder output = new StringBuilder();
    private @Nullable Instant endsAt;
    private String endsWith;

    BuildRun(
            String id,
            long number,
            @Nullable String sourceVersion,
            @Nullable String commit,
            @Nullable String artifacts,
            Clock clock,
            @Nullable Duration takes,
            String endsWith) {
        this.id = id;
        this.number = number;
        this.sourceVersion = sourceVersion;
        this.commit = commit;
        this.artifacts = artifacts;
        this.clock = clock;
        this.endsWith = endsWith;
        startedAt = clock.instant();
        endsAt = takes == null ? null : startedAt.plus(takes);
    }

    String id() {
        return id;
    }

    long number() {
        return number;
    }

    @Nullable
    String sourceVersion() {
        return sourceVersion;
    }

    @Nullable
    String commit() {
        return commit;
    }

    /** The ARN of its folder of artifacts, or null. */
    @Nullable
    String artifacts() {
        return artifacts;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** Writes a line that is not for CloudWatch. */
    synchronized void write(String line) {
        output.append(line).append('\n');
    }

    /** What it wrote and what is not in CloudWatch. */
    synchronized String output() {
        return output.toString();
    }

    /** The part of the id that names its log stream. */
    String stream() {
        return id.substring(id.indexOf(':') + 1);
    }

    synchronized Optional<Instant> endedAt() {
        Instant end = endsAt;
        return end == null || clock.instant().isBefore(end) ? Optional.empty() : Optional.of(end);
    }

    synchronized String status() {
        return endedAt().isPresent() ? endsWith : "IN_PROGRESS";
    }

    synchronized void end(String status) {
        endsAt = clock.instant();
        endsWith = status;
    }
}
