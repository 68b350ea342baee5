package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CodeBuild: builds by project, a hundred ids a page, the newest first unless asked otherwise, and a hundred builds at once. */
final class CodeBuildService implements AwsService {
    private static final int PAGE = 100;

    private final BuildProjects projects;

    CodeBuildService(BuildProjects projects) {
        this.projects = projects;
    }

    @Override
    public String name() {
        return "codebuild";
    }

    @Override
    public ApiReply answer(AwsCall call) {
        return switch (call.operation()) {
            case "ListBuildsForProject" -> list(call);
            case "BatchGetBuilds" -> builds(call);
            case "BatchGetProjects" -> projects(call);
            default -> throw call.unknownOperation();
        };
    }

    private ApiReply list(AwsCall call) {
        String name = call.required("projectName");
        call.authorize("codebuild:ListBuildsForProject", arn(call, name));
        BuildProject project = projects.find(name)
                .orElseThrow(() -> new Refusal(
                        "ResourceNotFoundException",
                        "The provided project arn:aws:codebuild:" + call.region() + ":" + call.account() + ":project/"
                                + name + " does not exist"));
        List<String> ids = new ArrayList<>();
        project.builds().forEach(build -> ids.add(build.id()));
        if (!call.text("sortOrder", "DESCENDING").equals("ASCENDING")) {
            Collections.reverse(ids);
        }
        Paging.Page<String> page =
                Paging.page(ids, PAGE, call.text("nextToken"), new Refusal("InvalidInputException", "Invalid token"));
        return call.reply("ids", page.items(), "nextToken", page.next());
    }

    private ApiReply builds(AwsCall call) {
        List<String> ids = call.texts("ids");
        requireBatch("ids", ids);
        ids.stream()
                .map(BuildProjects::project)
                .distinct()
                .forEach(name -> call.authorize("codebuild:BatchGetBuilds", arn(call, name)));
        List<Object> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String id : ids) {
            Optional<BuildProject> project = projects.find(BuildProjects.project(id));
            Optional<BuildRun> build = project.flatMap(one -> one.build(id));
            if (build.isPresent() && project.isPresent()) {
                found.add(shown(call, project.get(), build.get()));
            } else {
                missing.add(id);
            }
        }
        return call.reply("builds", found, "buildsNotFound", missing);
    }

    private ApiReply projects(AwsCall call) {
        List<String> names = call.texts("names");
        requireBatch("names", names);
        names.forEach(name -> call.authorize("codebuild:BatchGetProjects", arn(call, name)));
        List<Object> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            projects.find(name).ifPresentOrElse(one -> found.add(shown(call, one)), () -> missing.add(name));
        }
        return call.reply("projects", found, "projectsNotFound", missing);
    }

    private static Object shown(AwsCall call, BuildProject project) {
        boolean s3 = project.logging() == BuildProjects.Logging.S3;
        return Json.object(
                "name",
                project.name(),
                "arn",
                arn(call, project.name()),
                "artifacts",
                project.keepsArtifacts()
                        ? Json.object(
                                "type",
                                "S3",
                                "location",
                                BuildProjects.BUCKET,
                                "path",
                                "artifacts/" + project.name(),
                                "namespaceType",
                                "BUILD_ID")
                        : Json.object("type", "NO_ARTIFACTS"),
                "logsConfig",
                Json.object(
                        "s3Logs",
                        s3
                                ? Json.object("status", "ENABLED", "location", BuildProjects.BUCKET + "/logs")
                                : Json.object("status", "DISABLED")));
    }

    private static void requireBatch(String field, List<String> items) {
        if (items.isEmpty() || items.size() > PAGE) {
            throw new Refusal(
                    "InvalidInputException",
                    "1 validation error detected: Value at '" + field
                            + "' failed to satisfy constraint: Member must have length"
                            + (items.isEmpty() ? " greater than or equal to 1" : " less than or equal to 100"));
        }
    }

    private static Object shown(AwsCall call, BuildProject project, BuildRun build) {
        String status = build.status();
        Instant end = build.endedAt().orElse(null);
        boolean cloudWatch = project.logging() == BuildProjects.Logging.CLOUD_WATCH;
        boolean s3 = project.logging() == BuildProjects.Logging.S3;
        String group = BuildProjects.group(project.name());
        return Json.object(
                "id", build.id(),
                "arn", call.arn("codebuild", "build/" + build.id()),
                "buildNumber", build.number(),
                "projectName", project.name(),
                "startTime", seconds(build.startedAt()),
                "endTime", end == null ? null : seconds(end),
                "currentPhase", end == null ? "BUILD" : "COMPLETED",
                "buildStatus", status,
                "buildComplete", end != null,
                "initiator", "developer",
                "sourceVersion", build.sourceVersion(),
                "resolvedSourceVersion", build.commit(),
                "phases", phases(build, status, end),
                "artifacts", Json.object("location", build.artifacts() == null ? "" : build.artifacts()),
                "logs",
                        Json.object(
                                "groupName", cloudWatch ? group : null,
                                "streamName", cloudWatch ? build.stream() : null,
                                "cloudWatchLogsArn",
                                        cloudWatch
                                                ? call.arn(
                                                        "logs", "log-group:" + group + ":log-stream:" + build.stream())
                                                : null,
                                "s3LogsArn",
                                        s3
                                                ? "arn:aws:s3:::" + BuildProjects.BUCKET + "/"
                                                        + BuildProjects.logKey(build)
                                                : null,
                                "cloudWatchLogs", Json.object("status", cloudWatch ? "ENABLED" : "DISABLED"),
                                "s3Logs",
                                        Json.object(
                                                "status", s3 ? "ENABLED" : "DISABLED",
                                                "location",
                                                        s3
                                                                ? BuildProjects.BUCKET + "/"
                                                                        + BuildProjects.logKey(build)
                                                                                .replaceFirst("\\.gz$", "")
                                                                : null)));
    }

    private static List<Object> phases(BuildRun build, String status, @Nullable Instant end) {
        Object submitted = Json.object(
                "phaseType",
                "SUBMITTED",
                "phaseStatus",
                "SUCCEEDED",
                "startTime",
                seconds(build.startedAt()),
                "endTime",
                seconds(build.startedAt()),
                "durationInSeconds",
                0);
        Object work = Json.object(
                "phaseType", "BUILD",
                "phaseStatus", end == null ? null : status,
                "startTime", seconds(build.startedAt()),
                "endTime", end == null ? null : seconds(end),
                "durationInSeconds",
                        end == null
                                ? null
                                : Duration.between(build.startedAt(), end).toSeconds());
        return List.of(submitted, work);
    }

    private static String arn(AwsCall call, String project) {
        return call.arn("codebuild", "project/" + project);
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }
}
