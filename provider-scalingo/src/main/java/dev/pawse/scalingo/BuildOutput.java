package dev.pawse.scalingo;

import dev.pawse.http.Json;
import dev.pawse.http.Pauses;
import dev.pawse.http.ReadAhead;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The output of one deployment. While it is under way it comes by web socket, which costs no calls and begins with what was written so
 * far; at the end, and after each break, the whole of it is read once more and what was not told yet is told. So nothing is lost, and a
 * line is known by its number.
 */
final class BuildOutput {
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(15);
    private static final int MOST_BREAKS = 100;

    private final Account account;
    private final Place place;
    private final PlatformDeployment deployment;
    private final boolean follow;
    private int told;

    private BuildOutput(Account account, Place place, PlatformDeployment deployment, boolean follow) {
        this.account = account;
        this.place = place;
        this.deployment = deployment;
        this.follow = follow;
    }

    static LogStream open(Account account, Place place, PlatformDeployment deployment, boolean follow) {
        return ReadAhead.start("pawse-build-output", new BuildOutput(account, place, deployment, follow)::read);
    }

    private void read(ReadAhead log) throws InterruptedException {
        if (follow && deployment.isUnderWay()) {
            follow(log);
        }
        Lines whole = new Lines(log);
        whole.add(output());
        whole.end();
    }

    /** Returns when the deployment is over. */
    private void follow(ReadAhead log) throws InterruptedException {
        for (int breaks = 0; !log.isClosed() && breaks < MOST_BREAKS; breaks++) {
            try (TextSocket open = connect()) {
                log.reading(open::close);
                // Of one that ended before we were connected the socket tells nothing.
                if (log.isClosed() || isOver() || listen(open, log)) {
                    return;
                }
            } catch (PawseException e) {
                if (e.reason() != Reason.UNAVAILABLE && e.reason() != Reason.RATE_LIMITED) {
                    throw e;
                }
            }
            Pauses.pause(account.clock(), FIRST_PAUSE.multipliedBy(Math.min(breaks + 1, 5)));
            new Lines(log).add(output());
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
    private boolean listen(TextSocket open, ReadAhead log) throws InterruptedException {
        Lines lines = new Lines(log);
        Instant next = account.clock().instant().plus(LOOK);
        while (!log.isClosed()) {
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
        private final ReadAhead log;
        private final StringBuilder rest = new StringBuilder();
        private int number;

        private Lines(ReadAhead log) {
            this.log = log;
        }

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
                log.put(new LogLine(at, "build", "platform", text));
            }
            number++;
        }
    }
}
