package dev.pawse.ecs;

import dev.pawse.http.Pauses;
import dev.pawse.http.ReadAhead;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.LogsLocation;

/**
 * The output of one build, from the first place that has it: the artifact of a phase, CloudWatch Logs, S3. While a build runs only
 * CloudWatch has something.
 */
final class BuildOutput {
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** What a build wrote last may come to CloudWatch after the build's end. */
    private static final int LOOKS_AFTER_THE_END = 2;

    private static final String USUAL_PHASE = "test";

    private final AwsClients clients;
    private final S3Texts texts;
    private final Build build;
    private final @Nullable String phase;
    private final boolean follow;

    private BuildOutput(AwsClients clients, S3Texts texts, Build build, @Nullable String phase, boolean follow) {
        this.clients = clients;
        this.texts = texts;
        this.build = build;
        this.phase = phase;
        this.follow = follow;
    }

    /**
     * Opens it.
     *
     * @param phase the phase whose artifact is preferred, or null for the usual one
     * @throws PawseException from the stream: {@link Reason#NOT_FOUND} when the output is kept nowhere
     */
    static LogStream open(AwsClients clients, S3Texts texts, Build build, @Nullable String phase, boolean follow) {
        return ReadAhead.start("pawse-build-output", new BuildOutput(clients, texts, build, phase, follow)::read);
    }

    /** A file among a build's artifacts; empty when it keeps none, or when they are packed as one object. */
    static Optional<S3Place> artifact(Build build, String file) {
        String location = build.artifacts() == null ? null : build.artifacts().location();
        if (location == null || location.endsWith(".zip")) {
            return Optional.empty();
        }
        return S3Place.parse(location).map(folder -> folder.child(file));
    }

    private void read(ReadAhead log) throws InterruptedException {
        try {
            if (isOver(build) && copyArtifact(log, build)) {
                return;
            }
            boolean heard = copyCloudWatch(log);
            if (log.isClosed() || heard) {
                return;
            }
            Build now = follow ? ended(log) : build;
            if (log.isClosed() || (!isOver(now) && !follow) || copyArtifact(log, now) || copyS3(log, now)) {
                return;
            }
            if (now.logs() == null || now.logs().groupName() == null) {
                throw new PawseException(
                        Reason.NOT_FOUND,
                        "the output of build " + build.buildNumber()
                                + " is kept nowhere: neither among its artifacts nor in CloudWatch or S3; the project's logs"
                                + " can be turned on in CodeBuild");
            }
        } catch (IOException e) {
            throw new PawseException(
                    Reason.UNAVAILABLE,
                    "the output of build " + build.buildNumber() + " broke off: " + e.getMessage(),
                    e);
        }
    }

    private boolean copyArtifact(ReadAhead log, Build of) throws IOException, InterruptedException {
        Optional<S3Place> place = artifact(of, (phase == null ? USUAL_PHASE : phase) + ".log");
        return place.isPresent() && copy(log, place.get());
    }

    private boolean copyS3(ReadAhead log, Build of) throws IOException, InterruptedException {
        LogsLocation logs = of.logs();
        if (logs == null) {
            return false;
        }
        String location = logs.s3LogsArn();
        if (location == null && logs.s3Logs() != null && logs.s3Logs().location() != null) {
            location = logs.s3Logs().location() + ".gz";
        }
        Optional<S3Place> place =
                S3Place.parse(location).filter(found -> !found.key().isEmpty());
        return place.isPresent() && copy(log, place.get());
    }

    private boolean copy(ReadAhead log, S3Place place) throws IOException, InterruptedException {
        Optional<InputStream> found = texts.open(place);
        if (found.isEmpty()) {
            return false;
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(found.get(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null && !log.isClosed(); line = reader.readLine()) {
                put(log, build.startTime(), line);
            }
        }
        return true;
    }

    /** Whether there was anything in CloudWatch; returns when all of it is told. */
    private boolean copyCloudWatch(ReadAhead log) throws InterruptedException {
        boolean heard = false;
        boolean over = isOver(build);
        int looks = 0;
        String token = null;
        Build now = build;
        while (!log.isClosed()) {
            Optional<GetLogEventsResponse> page = page(now, token);
            if (page.isPresent() && tell(log, page.get().events())) {
                heard = true;
            }
            if (page.isPresent() && !page.get().nextForwardToken().equals(token)) {
                token = page.get().nextForwardToken();
                continue;
            }
            if (!follow || (over && ++looks > LOOKS_AFTER_THE_END)) {
                return heard;
            }
            Pauses.pause(clients.clock(), LOOK);
            now = over ? now : look();
            over = isOver(now);
        }
        return heard;
    }

    /** A stream that has not been made yet is one without events. */
    private Optional<GetLogEventsResponse> page(Build of, @Nullable String token) {
        LogsLocation logs = of.logs();
        if (logs == null || logs.groupName() == null || logs.streamName() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(clients.logs()
                    .getLogEvents(request -> request.logGroupName(logs.groupName())
                            .logStreamName(logs.streamName())
                            .startFromHead(true)
                            .nextToken(token)));
        } catch (PawseException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Build ended(ReadAhead log) {
        Build now = look();
        while (!isOver(now) && !log.isClosed()) {
            Pauses.pause(clients.clock(), LOOK);
            now = look();
        }
        return now;
    }

    private Build look() {
        List<Build> found = clients.codeBuild()
                .batchGetBuilds(request -> request.ids(build.id()))
                .builds();
        if (found.isEmpty()) {
            throw new PawseException(Reason.NOT_FOUND, "build " + build.buildNumber() + " is gone");
        }
        return found.get(0);
    }

    private static boolean isOver(Build build) {
        return Boolean.TRUE.equals(build.buildComplete());
    }

    private boolean tell(ReadAhead log, List<OutputLogEvent> events) throws InterruptedException {
        for (OutputLogEvent event : events) {
            put(log, Instant.ofEpochMilli(event.timestamp()), event.message());
        }
        return !events.isEmpty();
    }

    private static void put(ReadAhead log, Instant at, String message) throws InterruptedException {
        for (String line : message.isEmpty() ? List.of("") : message.lines().toList()) {
            log.put(new LogLine(at, "build", "platform", line));
        }
    }
}
