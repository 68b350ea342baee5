package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.LogsConfigStatusType;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.S3LogsConfig;

/** In which folders of S3 a CodeBuild project keeps what its builds made and wrote. */
final class BuildPlaces {
    private static final Logger LOG = LoggerFactory.getLogger(BuildPlaces.class);

    private BuildPlaces() {}

    /** Those of a project; none where there is no such project or nobody may look at it, which is warned of. */
    static List<S3Place> of(AwsClients clients, String project) {
        try {
            return clients.codeBuild().batchGetProjects(request -> request.names(project)).projects().stream()
                    .flatMap(found -> places(found).stream())
                    .distinct()
                    .toList();
        } catch (PawseException e) {
            if (e.reason() != Reason.FORBIDDEN) {
                throw e;
            }
            LOG.warn("the policy leaves out where builds keep their artifacts: {}", e.message());
            return List.of();
        }
    }

    private static List<S3Place> places(Project project) {
        List<S3Place> places = new ArrayList<>();
        if (project.artifacts() != null && project.artifacts().type() == ArtifactsType.S3) {
            S3Place.parse(project.artifacts().location())
                    .map(bucket -> within(bucket, project.artifacts().path()))
                    .ifPresent(places::add);
        }
        Optional.ofNullable(
                        project.logsConfig() == null
                                ? null
                                : project.logsConfig().s3Logs())
                .filter(logs -> logs.status() == LogsConfigStatusType.ENABLED)
                .map(S3LogsConfig::location)
                .flatMap(S3Place::parse)
                .ifPresent(places::add);
        return places;
    }

    private static S3Place within(S3Place bucket, @Nullable String path) {
        String folder = path == null ? "" : path.replaceAll("^/+|/+$", "");
        return folder.isEmpty() ? bucket : bucket.child(folder);
    }
}
