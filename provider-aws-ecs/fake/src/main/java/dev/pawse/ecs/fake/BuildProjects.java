package dev.pawse.ecs.fake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The CodeBuild projects of one account, for tests. Safe for many threads. */
public final class BuildProjects {
    /** The bucket of every project's artifacts and of those logs that go to S3. */
    public static final String BUCKET = "pawse-fake-builds";

    private final Clock clock;
    private final LogGroups logs;
    private final Buckets buckets;
    private final Map<String, BuildProject> projects = new ConcurrentHashMap<>();

    BuildProjects(Clock clock, LogGroups logs, Buckets buckets) {
        this.clock = clock;
        this.logs = logs;
        this.buckets = buckets;
        buckets.create(BUCKET);
    }

    /** Where the output of a project's builds goes. */
    public enum Logging {
        /** To the log group {@code /aws/codebuild/PROJECT}, which is the usual place. */
        CLOUD_WATCH,
        /** To a folder of {@link #BUCKET}, when a build ends. */
        S3,
        /** Nowhere. */
        NONE
    }

    /** Makes a project whose output goes to CloudWatch and which keeps no artifacts. */
    public void create(String project) {
        create(project, Logging.CLOUD_WATCH, false);
    }

    /**
     * Makes a project.
     *
     * @param artifacts whether each build has a folder of {@link #BUCKET} for what {@link #keep} keeps
     */
    public void create(String project, Logging logging, boolean artifacts) {
        String location = artifacts ? "arn:aws:s3:::" + BUCKET + "/artifacts/" + project : null;
        projects.put(project, new BuildProject(project, clock, logging, location));
    }

    /** Begins a build that runs until it is ended; returns its id. */
    public String begin(String project, @Nullable String sourceVersion, @Nullable String commit) {
        return begin(project, sourceVersion, commit, null, "SUCCEEDED");
    }

    /**
     * Begins a build that ends by itself; returns its id.
     *
     * @param takes after which time, by the fake's clock, or null for not at all
     * @param status what it ends with, e.g. {@code TIMED_OUT}
     */
    public String begin(
            String project,
            @Nullable String sourceVersion,
            @Nullable String commit,
            @Nullable Duration takes,
            String status) {
        BuildRun build = require(project).begin(sourceVersion, commit, takes, status);
        if (require(project).logging() == Logging.CLOUD_WATCH) {
            logs.createStream(group(project), build.stream());
        }
        return build.id();
    }

    /** A build writes a line. */
    public void write(String build, String line) {
        BuildProject project = require(project(build));
        BuildRun run = run(build);
        switch (project.logging()) {
            case CLOUD_WATCH -> logs.write(group(project.name()), run.stream(), line + "\n");
            case S3 -> run.write(line);
            case NONE -> {}
        }
    }

    /** A build ends, e.g. with {@code FAILED}. */
    public void end(String build, String status) {
        BuildRun run = run(build);
        if (require(project(build)).logging() == Logging.S3) {
            buckets.put(BUCKET, logKey(run), zipped(run.output()));
        }
        run.end(status);
    }

    /** A build keeps a file among its artifacts, e.g. {@code test.log}. */
    public void keep(String build, String file, String content) {
        String folder = run(build).artifacts();
        if (folder == null) {
            throw new IllegalArgumentException(project(build) + " keeps no artifacts");
        }
        String key = folder.replaceFirst("^arn:aws:s3:::[^/]+/", "") + "/" + file;
        buckets.put(BUCKET, key, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Somebody deletes a build. */
    public void delete(String build) {
        require(project(build)).delete(build);
    }

    Optional<BuildProject> find(String project) {
        return Optional.ofNullable(projects.get(project));
    }

    static String group(String project) {
        return "/aws/codebuild/" + project;
    }

    static String logKey(BuildRun build) {
        return "logs/" + build.stream() + ".gz";
    }

    static String project(String build) {
        int colon = build.indexOf(':');
        return colon < 0 ? build : build.substring(0, colon);
    }

    /** What goes to S3 is packed, as its name says. */
    private static byte[] zipped(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private BuildRun run(String build) {
        return require(project(build))
                .build(build)
                .orElseThrow(() -> new IllegalArgumentException(build + ": there is no such build"));
    }

    private BuildProject require(String project) {
        return find(project).orElseThrow(() -> new IllegalArgumentException(project + ": there is no such project"));
    }
}
