package dev.pawse.heroku.fake;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A dyno, which boots and stops in its own time. Guarded by the account's lock. */
final class FakeDyno {
    final String id = UUID.randomUUID().toString();
    final String name;
    final String type;
    final String size;
    final String command;
    final int release;
    final Instant createdAt;
    final Instant upAt;

    @Nullable
    Instant goneAt;

    @Nullable
    String attachUrl;

    @Nullable
    Instant crashedAt;

    @Nullable
    Instant idleAt;

    FakeDyno(String name, String type, String size, String command, int release, Instant createdAt, Instant upAt) {
        this.name = name;
        this.type = type;
        this.size = size;
        this.command = command;
        this.release = release;
        this.createdAt = createdAt;
        this.upAt = upAt;
    }

    boolean isGone(Instant now) {
        return goneAt != null && !now.isBefore(goneAt);
    }

    String state(Instant now) {
        if (crashedAt != null) {
            return "crashed";
        }
        if (idleAt != null) {
            return "idle";
        }
        return now.isBefore(upAt) ? "starting" : "up";
    }

    Map<String, @Nullable Object> json(HostedApp app, Instant now) {
        return Json.object(
                "app", app.reference(),
                "attach_url", attachUrl,
                "command", command,
                "created_at", Json.time(createdAt),
                "id", id,
                "name", name,
                "release", Json.object("id", app.releaseId(release), "version", release),
                "size", size,
                "state", state(now),
                "type", type,
                "updated_at", Json.time(updatedAt(now)));
    }

    private Instant updatedAt(Instant now) {
        if (crashedAt != null) {
            return crashedAt;
        }
        if (idleAt != null) {
            return idleAt;
        }
        return now.isBefore(upAt) ? createdAt : upAt;
    }
}
