package dev.pawse.heroku.fake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A build and its output. Safe for many threads. */
final class FakeBuild {
    final String id = UUID.randomUUID().toString();
    private final String commit;
    private final Instant createdAt;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private String status = "pending";
    private Instant updatedAt;
    private @Nullable FakeRelease release;

    FakeBuild(String commit, Instant createdAt) {
        this.commit = commit;
        this.createdAt = createdAt;
        updatedAt = createdAt;
    }

    synchronized void write(String text) {
        output.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        notifyAll();
    }

    synchronized void end(String how, Instant at, @Nullable FakeRelease made) {
        status = how;
        updatedAt = at;
        release = made;
        notifyAll();
    }

    synchronized boolean isOver() {
        return !status.equals("pending");
    }

    /** Output from a byte on; waits a moment where there is none and more may come. */
    synchronized byte[] output(int from, long waitMillis) throws InterruptedException {
        long end = System.nanoTime() + waitMillis * 1_000_000;
        for (long left = waitMillis;
                output.size() <= from && !isOver() && left > 0;
                left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        byte[] all = output.toByteArray();
        return Arrays.copyOfRange(all, Math.min(from, all.length), all.length);
    }

    synchronized Map<String, @Nullable Object> json(HostedApp app, String outputUrl) {
        return Json.object(
                "app",
                app.reference(),
                "buildpacks",
                List.of(),
                "created_at",
                Json.time(createdAt),
                "generation",
                app.generation,
                "id",
                id,
                "output_stream_url",
                outputUrl,
                "release",
                release == null ? null : Json.object("id", release.id),
                "slug",
                release == null ? null : Json.object("id", "slug-" + release.version),
                "source_blob",
                Json.object(
                        "checksum",
                        null,
                        "url",
                        "https://example.com/source.tgz",
                        "version",
                        commit,
                        "version_description",
                        "change " + commit),
                "stack",
                "heroku-24",
                "status",
                status,
                "updated_at",
                Json.time(updatedAt),
                "user",
                Json.object("email", "dev@example.com", "id", "owner"));
    }
}
