package dev.pawse.ecs.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The databases of apps, each a file, and the programs of the tasks that dump and load them through S3. For a test they can be made to
 * wait or to fail. Safe for many threads.
 */
public final class DatabaseTools {
    private static final Pattern PLACE = Pattern.compile("s3://([^/]+)/(.+)");
    private static final byte[] HEAD = "PGDMP\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PART = 8 * 1024 * 1024;
    private static final String NAME = "DATABASE";

    private final FakeEcs ecs;
    private final Buckets buckets;
    private final ParameterStore parameters;
    private final Clock clock;
    private final Path folder;
    private boolean held;
    private volatile String failure = "";

    /** @param folder where commands of containers are found */
    DatabaseTools(FakeEcs ecs, Buckets buckets, ParameterStore parameters, Clock clock, Path folder) {
        this.ecs = ecs;
        this.buckets = buckets;
        this.parameters = parameters;
        this.clock = clock;
        this.folder = folder;
        ecs.program("dump-to-s3.sh", this::dump);
        ecs.program("load-from-s3.sh", this::load);
    }

    /** Gives an app a database, the tasks and the bucket that go with it, and the variable that tells its address. */
    public void add(String app) {
        buckets.create(bucket(app));
        ecs.register(app, "dbutils-dumpload", List.of("dump-to-s3.sh"), Map.of(NAME, app));
        ecs.register(
                app,
                "dbutils-shell",
                List.of("entrypoint.sh", "psql"),
                Map.of("PATH", folder + ":/usr/local/bin:/usr/bin:/bin"));
        parameters.put(
                "/" + app + "/DATABASE_URL", "postgres://" + app + ":secret@db.internal/" + app, "SecureString", null);
        try {
            Path script = folder.resolve("entrypoint.sh");
            Files.writeString(script, "#!/bin/sh\nshift\nif [ \"$1\" = -c ]; then echo \"ran $2\"; else cat; fi\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        fill(app, "");
    }

    /** The bucket of an app's dumps and uploads. */
    public String bucket(String app) {
        return app + "-dbutils";
    }

    /** Replaces what a database holds. */
    public void fill(String app, String content) {
        try {
            Files.writeString(file(app), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a database holds, as a file that may be large. */
    public Path file(String app) {
        return folder.resolve("database-" + app);
    }

    /** What a database holds. */
    public String content(String app) {
        try {
            return Files.readString(file(app));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether tasks that dump or load wait before they begin. */
    public synchronized void hold(boolean value) {
        held = value;
        notifyAll();
    }

    /** What tasks that dump or load fail with from now on; empty for nothing. */
    public void fail(String message) {
        failure = message;
    }

    private int dump(List<String> command, Map<String, String> environment, OutputStream output)
            throws IOException, InterruptedException {
        Place place = begin(command, output);
        if (place == null) {
            return 1;
        }
        MultipartUpload upload = place.bucket().begin(place.key(), clock.instant());
        Map<Integer, String> etags = new TreeMap<>();
        try (InputStream in = Files.newInputStream(file(environment.getOrDefault(NAME, "")))) {
            byte[] part = new byte[PART];
            System.arraycopy(HEAD, 0, part, 0, HEAD.length);
            int count = HEAD.length + in.readNBytes(part, HEAD.length, PART - HEAD.length);
            for (int number = 1; count > 0 || number == 1; number++) {
                etags.put(number, place.bucket().part(upload, number, Arrays.copyOf(part, count)));
                count = in.readNBytes(part, 0, PART);
            }
        }
        place.bucket().complete(upload, etags);
        say(output, "dumped to " + place.key());
        return 0;
    }

    private int load(List<String> command, Map<String, String> environment, OutputStream output)
            throws IOException, InterruptedException {
        Place place = begin(command, output);
        if (place == null) {
            return 1;
        }
        Bucket.Stored stored = place.bucket().object(place.key()).orElse(null);
        if (stored == null) {
            say(output, "fatal error: An error occurred (404) when calling the HeadObject operation: Not Found");
            return 1;
        }
        Path file = file(environment.getOrDefault(NAME, ""));
        Path loaded = Files.createTempFile(folder, "loading", "");
        try (InputStream in = Files.newInputStream(stored.file());
                OutputStream out = Files.newOutputStream(loaded)) {
            if (!new String(in.readNBytes(HEAD.length), StandardCharsets.US_ASCII).startsWith("PGDMP")) {
                say(output, "pg_restore: error: input file does not appear to be a valid archive");
                return 1;
            }
            in.transferTo(out);
        }
        Files.move(loaded, file, StandardCopyOption.REPLACE_EXISTING);
        return 0;
    }

    private record Place(Bucket bucket, String key) {}

    /** Waits while tasks are held; null for what is to fail. */
    private @Nullable Place begin(List<String> command, OutputStream output) throws IOException, InterruptedException {
        awaitRelease();
        Matcher place = PLACE.matcher(command.size() == 2 ? command.get(1) : "");
        if (!failure.isEmpty() || !place.matches()) {
            say(output, failure.isEmpty() ? "usage: " + command.get(0) + " s3://BUCKET/KEY" : failure);
            return null;
        }
        return new Place(
                buckets.find(place.group(1)).orElseThrow(() -> new IOException("NoSuchBucket: " + place.group(1))),
                place.group(2));
    }

    private synchronized void awaitRelease() throws InterruptedException {
        while (held) {
            wait();
        }
    }

    private static void say(OutputStream output, String line) throws IOException {
        output.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
