package dev.pawse.scalingo;

import dev.pawse.http.Json;
import dev.pawse.http.Pauses;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Logs.LogEntry;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The output of one deployment. While it is under way it comes by web socket, which costs no calls and begins with what was written so
 * far; at the end, and after each break, the whole of it is read once more and what was not told yet is told. So nothing is lost, and a
 * line is known by its number.
 */
final class BuildOutput implements LogStream {
    private static final int AHEAD = 1_000;
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(15);
    private static final int MOST_BREAKS = 100;

    private final Account account;
    private final Place place;
    private final PlatformDeployment deployment;
    private final boolean follow;
    private final BlockingQueue<LogLine> ready = new ArrayBlockingQueue<>(AHEAD);
    private final Thread reader = new Thread(this::read, "pawse-build-output");
    private int told;
    private volatile @Nullable TextSocket socket;
    private volatile @Nullable PawseException failure;
    private volatile boolean finished;
    private volatile boolean closed;

    private BuildOutput(Account account, Place place, PlatformDeployment deployment, boolean follow) {
        this.account = account;
        this.place = place;
        this.deployment = deployment;
        this.follow = follow;
    }

    static BuildOutput open(Account account, Place place, PlatformDeployment deployment, boolean follow) {
        BuildOutput output = new BuildOutput(account, place, deployment, follow);
        output.reader.setDaemon(true);
        output.reader.start();
        return output;
    }

    @Override
    public Optional<LogEntry> next(Duration wait) {
        LogLine line = ready.poll();
        try {
            long end = System.nanoTime() + wait.toNanos();
            while (line == null && !ended() && System.nanoTime() < end) {
                // In slices, because the end wakes nobody up.
                line = ready.poll(Math.min(20_000_000, Math.max(1, end - System.nanoTime())), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        PawseException broken = failure;
        if (line == null && broken != null && ready.isEmpty()) {
            failure = null;
            throw broken;
        }
        return Optional.ofNullable(line);
    }

    @Override
    public boolean ended() {
        return closed || (finished && ready.isEmpty() && failure == null);
    }

    @Override
    public void close() {
        closed = true;
        TextSocket open = socket;
        if (open != null) {
            open.close();
        }
        ready.clear();
        reader.interrupt();
    }

    private void read() {
        try {
            if (follow && deployment.isUnderWay()) {
                follow();
            }
            Lines whole = new Lines();
            whole.add(output());
            whole.end();
        } catch (InterruptedException e) {
            // Closed: nobody reads on.
        } catch (PawseException e) {
            failure = closed ? null : e;
        } finally {
            finished = true;
        }
    }

    /** Returns when the deployment is over. */
    private void follow() throws InterruptedException {
        for (int breaks = 0; !closed && breaks < MOST_BREAKS; breaks++) {
            try (TextSocket open = connect()) {
                socket = open;
                // Of one that ended before we were connected the socket tells nothing.
                if (closed || isOver() || listen(open)) {
                    return;
                }
            } catch (PawseException e) {
                if (e.reason() != Reason.UNAVAILABLE && e.reason() != Reason.RATE_LIMITED) {
                    throw e;
                }
            }
            Pauses.pause(account.clock(), FIRST_PAUSE.multipliedBy(Math.min(breaks + 1, 5)));
            new Lines().add(output());
        }
    }

    private TextSocket connect() {
        PlatformApp app = place.get().read(PlatformApp.One.class).app();
        String stream = app.links() == null ? null : app.links().get("deployments_stream");
        TextSocket open =
                TextSocket.open(account.network(), HandedOut.address(stream, "the deployments' output"), SILENCE);
        Map<String, Object> login =
                Map.of("type", "auth", "data", Map.of("token", account.token().reveal()));
        open.send(Json.MAPPER.writeValueAsString(login));
        return open;
    }

    private boolean isOver() {
        return !PlatformDeployment.require(place, deployment.id()).isUnderWay();
    }

    /** Whether the deployment is over; otherwise the connection is. */
    private boolean listen(TextSocket open) throws InterruptedException {
        Lines lines = new Lines();
        Instant next = account.clock().instant().plus(LOOK);
        while (!closed) {
            // The end may have come just before the platform heard that we listen.
            if (account.clock().instant().isAfter(next)) {
                if (isOver()) {
                    return true;
                }
                next = account.clock().instant().plus(LOOK);
            }
            JsonNode frame;
            try {
                String message = open.next();
                if (message == null) {
                    return false;
                }
                frame = Json.MAPPER.readTree(message);
            } catch (IOException | JacksonException e) {
                return false;
            }
            if (!frame.path("id").asString("").equals(deployment.id())) {
                continue;
            }
            JsonNode data = frame.path("data");
            switch (frame.path("type").asString("")) {
                case "log" -> lines.add(data.path("content").asString(""));
                case "status" -> {
                    String status = data.path("status").asString("");
                    if (!new PlatformDeployment(deployment.id(), status, null, null, null, null).isUnderWay()) {
                        return true;
                    }
                }
                default -> {
                    // A ping, or another deployment.
                }
            }
        }
        return false;
    }

    private String output() {
        try {
            return place.get("deployments", deployment.id(), "output")
                    .header("Accept", "text/plain")
                    .answer()
                    .text();
        } catch (PawseException e) {
            // Early on there is none.
            if (e.reason() == Reason.NOT_FOUND) {
                return "";
            }
            throw e;
        }
    }

    /** Cuts a text that begins at the output's beginning into lines and tells those that are new. */
    private final class Lines {
        private final StringBuilder rest = new StringBuilder();
        private int number;

        void add(String text) throws InterruptedException {
            rest.append(text);
            int start = 0;
            for (int end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n", start)) {
                tell(rest.substring(start, end));
                start = end + 1;
            }
            rest.delete(0, start);
        }

        void end() throws InterruptedException {
            if (!rest.isEmpty()) {
                tell(rest.toString());
            }
        }

        private void tell(String line) throws InterruptedException {
            if (number == told) {
                told++;
                String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
                Instant at = deployment.began();
                ready.put(new LogLine(at, "build", "platform", text));
            }
            number++;
        }
    }
}
