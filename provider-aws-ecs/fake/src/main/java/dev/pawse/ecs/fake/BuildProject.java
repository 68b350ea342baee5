package dev.pawse.ecs.fake;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A CodeBuild project with its builds, the oldest first. Safe for many threads. */
final class BuildProject {
    private final String name;
    private final Clock clock;
    private final BuildProjects.Logging logging;
    private final @Nullable String artifacts;
    private final List<BuildRun> builds = new ArrayList<>();
    private long lastNumber;

    /** @param artifacts the ARN below which each build has a folder of its own, or null for none */
    BuildProject(String name, Clock clock, BuildProjects.Logging logging, @Nullable String artifacts) {
        this.name = name;
        this.clock = clock;
        this.logging = logging;
        this.artifacts = artifacts;
    }

    String name() {
        return name;
    }

    BuildProjects.Logging logging() {
        return logging;
    }

    boolean keepsArtifacts() {
        return artifacts != null;
    }

    /**
     * Begins a build.
     *
     * @param takes after which time it ends by itself, or null for not at all
     * @param status what it ends with then
     */
    synchronized BuildRun begin(
            @Nullable String sourceVersion, @Nullable String commit, @Nullable Duration takes, String status) {
        String uuid = UUID.randomUUID().toString();
        BuildRun build = new BuildRun(
                name + ":" + uuid,
                ++lastNumber,
                sourceVersion,
                commit,
                artifacts == null ? null : artifacts + "/" + uuid,
                clock,
                takes,
                status);
        builds.add(build);
        return build;
    }

    synchronized Optional<BuildRun> build(String id) {
        return builds.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    synchronized void delete(String id) {
        builds.removeIf(one -> one.id().equals(id));
    }

    synchronized List<BuildRun> builds() {
        return List.copyOf(builds);
    }
}
