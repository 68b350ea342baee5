package dev.pawse.heroku;

import dev.pawse.http.BodyStream;
import dev.pawse.http.Pauses;
import dev.pawse.http.ReadAhead;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The output of a build or of a release: text that ends with the command that writes it. A thread of its own reads ahead by a bounded
 * number of lines; a connection that breaks is opened again from the byte where it broke.
 */
final class BuildLog {
    private static final int MAX_LINE = 64 * 1024;
    private static final int MAX_BREAKS = 5;

    /** Silence that ends a look at what is there so far, and silence after which a connection is taken for broken. */
    private static final Duration LOOK = Duration.ofSeconds(3);

    private static final Duration DEAD = Duration.ofMinutes(10);

    private final HerokuApi api;
    private final URI address;
    private final String phase;
    private final @Nullable Instant endedAt;
    private final boolean follow;
    private final Duration appearsWithin;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long bytes;

    private BuildLog(
            HerokuApi api,
            URI address,
            String phase,
            @Nullable Instant endedAt,
            boolean follow,
            Duration appearsWithin) {
        this.api = api;
        this.address = address;
        this.phase = phase;
        this.endedAt = endedAt;
        this.follow = follow;
        this.appearsWithin = appearsWithin;
    }

    /**
     * @param endedAt when the build ended, or null while it runs
     * @param appearsWithin how long an output that is not there yet is waited for
     */
    static LogStream open(
            HerokuApi api,
            URI address,
            String phase,
            @Nullable Instant endedAt,
            boolean follow,
            Duration appearsWithin) {
        BuildLog log = new BuildLog(api, address, phase, endedAt, follow, appearsWithin);
        return ReadAhead.start("pawse-heroku-build-log", log::read);
    }

    private void read(ReadAhead log) throws InterruptedException {
        boolean waitForMore = follow || endedAt != null;
        int breaks = 0;
        while (!log.isClosed()) {
            long before = bytes;
            try (BodyStream open = open(waitForMore ? DEAD : LOOK)) {
                log.reading(open::close);
                copy(open, log);
                break;
            } catch (IOException e) {
                breaks = bytes > before ? 1 : breaks + 1;
                if (!waitForMore || breaks > MAX_BREAKS) {
                    break;
                }
                Pauses.pause(api.clock(), Duration.ofSeconds(1));
            }
        }
        if (line.size() > 0 && !log.isClosed()) {
            put(log);
        }
    }

    private BodyStream open(Duration silence) {
        Clock clock = api.clock();
        return Pauses.until(
                clock,
                Duration.ofSeconds(1),
                appearsWithin,
                () -> {
                    try {
                        return Optional.of(api.platform()
                                .signed("GET", address)
                                .header("Range", "bytes=" + bytes + "-")
                                .open(silence));
                    } catch (PawseException e) {
                        if (e.reason() == Reason.NOT_FOUND) {
                            return Optional.empty();
                        }
                        throw e;
                    }
                },
                () -> new PawseException(Reason.NOT_FOUND, "heroku has no output of this " + phase));
    }

    private void copy(BodyStream in, ReadAhead log) throws IOException, InterruptedException {
        for (int next = in.read(); next >= 0; next = in.read()) {
            bytes++;
            if (next == '\n') {
                put(log);
            } else if (next != 0) {
                // NUL is what Heroku sends to keep a silent connection open.
                line.write(next);
                if (line.size() >= MAX_LINE) {
                    put(log);
                }
            }
        }
    }

    private void put(ReadAhead log) throws InterruptedException {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        Instant at = endedAt == null ? api.clock().instant() : endedAt;
        log.put(new LogLine(at, phase, "platform", text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
    }
}
