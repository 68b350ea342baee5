package dev.pawse.scalingo.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One deployment: its status, its output, who follows it. Safe for many threads. */
final class Deployment {
    private static final Set<String> UNDER_WAY = Set.of("queued", "building", "pushing", "starting");

    private final String id = Ids.next();
    private final String app;
    private final String gitRef;
    private final Instant createdAt;
    private final StringBuilder output = new StringBuilder();
    private final List<Consumer<Map<String, @Nullable Object>>> followers;
    private String status = "building";
    private @Nullable Instant finishedAt;

    /** @param followers those of the app's deployments */
    Deployment(String app, String gitRef, Instant createdAt, List<Consumer<Map<String, @Nullable Object>>> followers) {
        this.app = app;
        this.gitRef = gitRef;
        this.createdAt = createdAt;
        this.followers = followers;
    }

    String id() {
        return id;
    }

    synchronized boolean isUnderWay() {
        return UNDER_WAY.contains(status);
    }

    /** What the app's timeline tells of it. */
    synchronized Map<String, @Nullable Object> told() {
        return Json.object("deployment_uuid", id, "git_ref", gitRef, "status", status, "pusher", "dev");
    }

    synchronized String output() {
        return output.toString();
    }

    synchronized void write(String text) {
        output.append(text);
        tell(Json.object("type", "log", "id", id, "data", Json.object("content", text)));
    }

    synchronized void become(String now) {
        status = now;
        if (!isUnderWay()) {
            finishedAt = Instant.now();
        }
        tell(Json.object("type", "status", "id", id, "data", Json.object("status", now)));
    }

    /** Tells a new follower what has come so far and, nothing being lost in between, everything from now on. */
    synchronized void replayTo(Consumer<Map<String, @Nullable Object>> follower) {
        follower.accept(Json.object("type", "new", "data", Json.object("deployment", id)));
        if (!output.isEmpty()) {
            follower.accept(Json.object("type", "log", "id", id, "data", Json.object("content", output.toString())));
        }
        follower.accept(Json.object("type", "status", "id", id, "data", Json.object("status", status)));
        if (!followers.contains(follower)) {
            followers.add(follower);
        }
    }

    synchronized Map<String, @Nullable Object> json(String api) {
        Instant end = finishedAt;
        return Json.object(
                "id",
                id,
                "app_id",
                app,
                "created_at",
                createdAt.toString(),
                "finished_at",
                end == null ? null : end.toString(),
                "status",
                status,
                "git_ref",
                gitRef,
                "previous_git_ref",
                "",
                "type",
                "git",
                "duration",
                end == null ? 0 : end.getEpochSecond() - createdAt.getEpochSecond(),
                "pusher",
                Json.object("id", "us-1", "username", "dev", "email", "dev@example.com"),
                "links",
                Json.object("output", api + "/v1/apps/" + app + "/deployments/" + id + "/output"));
    }

    private void tell(Map<String, @Nullable Object> frame) {
        for (Consumer<Map<String, @Nullable Object>> follower : new ArrayList<>(followers)) {
            follower.accept(frame);
        }
    }
}
