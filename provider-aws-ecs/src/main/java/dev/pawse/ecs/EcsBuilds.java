package dev.pawse.ecs;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Logs.LogStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/**
 * Reads the builds of an app's CodeBuild project (docs.aws.amazon.com/codebuild, API reference). What was built is told by the file {@code
 * commit.txt} among a build's artifacts, where there is one. Safe for many threads.
 */
final class EcsBuilds implements Builds {
    private static final String COMMIT = "commit.txt";
    private static final int MOST_MESSAGE = 4096;

    private final AwsClients clients;
    private final AppSettingsReader settings;
    private final Parallel parallel;
    private final S3Texts texts;

    EcsBuilds(AwsClients clients, AppSettingsReader settings, Parallel parallel) {
        this.clients = clients;
        this.settings = settings;
        this.parallel = parallel;
        texts = new S3Texts(clients);
    }

    @Override
    public List<Build> builds(AppId app, int limit) {
        return parallel.map(history(app).newest(limit), this::build);
    }

    @Override
    public Optional<Build> build(AppId app, String id) {
        return history(app).find(id).map(this::build);
    }

    @Override
    public LogStream openBuildLog(AppId app, String id, @Nullable String phase, boolean follow) {
        software.amazon.awssdk.services.codebuild.model.Build build = history(app)
                .find(id)
                .orElseThrow(() -> new PawseException(
                        Reason.NOT_FOUND,
                        "there is no build " + id + " in "
                                + settings.of(app.name()).buildProject()));
        return BuildOutput.open(clients, texts, build, phase, follow);
    }

    private BuildHistory history(AppId app) {
        return new BuildHistory(
                clients, parallel, app.name(), settings.of(app.name()).buildProject());
    }

    private Build build(software.amazon.awssdk.services.codebuild.model.Build build) {
        String commit = build.resolvedSourceVersion() == null ? build.sourceVersion() : build.resolvedSourceVersion();
        return new Build(
                build.id(),
                build.buildNumber(),
                status(build),
                commit,
                message(build),
                build.startTime(),
                build.endTime());
    }

    private @Nullable String message(software.amazon.awssdk.services.codebuild.model.Build build) {
        if (!Boolean.TRUE.equals(build.buildComplete())) {
            return null;
        }
        return BuildOutput.artifact(build, COMMIT)
                .flatMap(this::beginning)
                .flatMap(text -> text.lines().filter(line -> !line.isBlank()).findFirst())
                .map(String::strip)
                .orElse(null);
    }

    private Optional<String> beginning(S3Place place) {
        try {
            return texts.beginning(place, MOST_MESSAGE);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A build that waits for a machine is in progress too, by CodeBuild's word. */
    static Status status(software.amazon.awssdk.services.codebuild.model.Build build) {
        StatusType status = build.buildStatus() == null ? StatusType.UNKNOWN_TO_SDK_VERSION : build.buildStatus();
        return switch (status) {
            case SUCCEEDED -> Status.SUCCEEDED;
            case FAILED -> Status.FAILED;
            case FAULT -> Status.FAULT;
            case TIMED_OUT -> Status.TIMED_OUT;
            case STOPPED -> Status.STOPPED;
            case IN_PROGRESS, UNKNOWN_TO_SDK_VERSION ->
                "QUEUED".equals(build.currentPhase()) || "SUBMITTED".equals(build.currentPhase())
                        ? Status.QUEUED
                        : Status.RUNNING;
        };
    }
}
