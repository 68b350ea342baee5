package dev.pawse.heroku;

import dev.pawse.http.Pauses;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends a dump to a command in a one-off dyno. The dyno's terminal would spoil bytes, so that they go in Base64, in lines that are
 * shorter than what a terminal takes at once.
 */
final class DumpUpload {
    private static final byte[] LINE_END = {'\n'};
    private static final int TOLD_LINES = 5;

    private final Clock clock;
    private final Duration wait;

    DumpUpload(Clock clock, Duration wait) {
        this.clock = clock;
        this.wait = wait;
    }

    /**
     * Sends it and waits for the command's end.
     *
     * @throws PawseException {@link Reason#FAILED} with the command's last words when it ends badly, {@link Reason#TIMEOUT} when it
     *     was broken off for taking too long
     */
    void send(InputStream dump, Shell.Session session) {
        CompletableFuture<Void> patience = CompletableFuture.runAsync(
                session::close, CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS));
        try {
            transfer(dump, session);
            int code = Pauses.until(
                    clock,
                    Duration.ofMillis(500),
                    wait,
                    () -> ended(session.exitCode(Duration.ofMillis(50))),
                    DumpUpload::tooLong);
            if (code != 0) {
                throw new PawseException(
                        Reason.FAILED, "loading the dump ended with exit code " + code + ": " + lastWords(session));
            }
        } catch (PawseException e) {
            throw patience.isDone() ? tooLong() : e;
        } finally {
            patience.cancel(false);
            session.close();
        }
    }

    private static PawseException tooLong() {
        return new PawseException(Reason.TIMEOUT, "loading the dump took too long and was broken off");
    }

    private static void transfer(InputStream dump, Shell.Session session) {
        try (OutputStream to = session.input()) {
            try (OutputStream base64 = Base64.getMimeEncoder(76, LINE_END).wrap(new Unclosed(to))) {
                copy(dump, base64);
            }
            to.write(("\n" + PostgresCommand.END_OF_UPLOAD + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new PawseException(Reason.UNAVAILABLE, "the dump could not be sent whole: " + e.getMessage(), e);
        }
    }

    private static void copy(InputStream dump, OutputStream to) throws IOException {
        // Small enough a piece that a connection that is lost is noticed soon.
        byte[] piece = new byte[48 * 1024];
        for (int count = dump.read(piece); count >= 0; count = dump.read(piece)) {
            to.write(piece, 0, count);
        }
    }

    private static Optional<Integer> ended(OptionalInt code) {
        return code.isPresent() ? Optional.of(code.getAsInt()) : Optional.empty();
    }

    private static String lastWords(Shell.Session session) {
        try {
            List<String> lines = new String(session.output().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()));
        } catch (IOException e) {
            return "its output was lost";
        }
    }

    /** Ending the encoding does not end the input. */
    private static final class Unclosed extends FilterOutputStream {
        private Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() {}
    }
}
