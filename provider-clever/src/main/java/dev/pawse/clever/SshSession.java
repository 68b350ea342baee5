package dev.pawse.clever;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell.Session;
import dev.pawse.spi.capability.Shell.Window;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.sshd.client.channel.ClientChannelEvent;

/** A command in an instance, or a shell of it. Its exit code is what the gateway passes on. */
final class SshSession implements Session {
    private static final int SIGNALLED = 128;
    private static final Map<String, Integer> SIGNALS = Map.of(
            "HUP", 1, "INT", 2, "QUIT", 3, "ILL", 4, "ABRT", 6, "FPE", 8, "KILL", 9, "SEGV", 11, "PIPE", 13, "TERM",
            15);

    private final SshGateway.Connection connection;
    private final InputStream output;
    private final InputStream errors;

    SshSession(SshGateway.Connection connection, InputStream output, InputStream errors) {
        this.connection = connection;
        this.output = output;
        this.errors = errors;
    }

    @Override
    public OutputStream input() {
        return connection.channel().getInvertedIn();
    }

    @Override
    public InputStream output() {
        return output;
    }

    @Override
    public InputStream errors() {
        return errors;
    }

    @Override
    public void resize(Window window) {
        try {
            if (connection.channel().isUsePty()) {
                connection.channel().sendWindowChange(window.columns(), window.rows());
            }
        } catch (IOException e) {
            // The connection is gone: who reads is told.
            return;
        }
    }

    @Override
    public boolean hasTerminal() {
        return connection.channel().isUsePty();
    }

    @Override
    public OptionalInt exitCode(Duration wait) {
        EnumSet<ClientChannelEvent> ends = EnumSet.of(ClientChannelEvent.CLOSED);
        // A wait of no milliseconds would be one without end.
        connection.channel().waitFor(ends, Math.max(1, wait.toMillis()));
        Integer status = connection.channel().getExitStatus();
        if (status != null) {
            return OptionalInt.of(status);
        }
        String signal = connection.channel().getExitSignal();
        if (signal != null) {
            return OptionalInt.of(SIGNALLED + SIGNALS.getOrDefault(signal, 0));
        }
        if (connection.channel().isClosed()) {
            throw new PawseException(
                    Reason.UNAVAILABLE, "the connection to the instance broke: how the command ended is not known");
        }
        return OptionalInt.empty();
    }

    @Override
    public void close() {
        connection.channel().close(true);
        connection.client().stop();
    }
}
