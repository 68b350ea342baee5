package dev.pawse.local;

import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Another Pawse process that runs the apps, asked over its socket: a connection for each question. */
final class OwnerClient implements Operator {
    private static final Duration MOST = Duration.ofSeconds(10);

    private final Path socket;

    private OwnerClient(Path socket) {
        this.socket = socket;
    }

    /** The process that runs the apps, or empty when there is none, or only what a killed one left behind. */
    static Optional<OwnerClient> find(StateFolder state) {
        try {
            OwnerClient client = new OwnerClient(Path.of(Files.readString(state.ownerAddress())));
            client.connect().close();
            return Optional.of(client);
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    @Override
    public AppStatus status(AppSpec app) {
        try {
            return Talk.status(ask(Talk.ask(OwnerServer.STATUS, app)));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    @Override
    public void scale(AppSpec app, Formation changes) {
        try {
            ask(Talk.ask(OwnerServer.SCALE, app).withNumbers(Talk.FORMATION, Talk.quantities(changes)));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    @Override
    public void restart(AppSpec app, @Nullable String processOrType) {
        try {
            ask(Talk.ask(OwnerServer.RESTART, app).with(Talk.PROCESS, processOrType));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private Message ask(Message question) throws IOException {
        try (Wire wire = Wire.over(connect(), MOST)) {
            wire.send(question);
            Message answer = wire.receive();
            Talk.check(answer);
            return answer;
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private static PawseException lost(IOException cause) {
        return new PawseException(
                Reason.UNAVAILABLE, "the Pawse that runs the apps does not answer: " + cause.getMessage(), cause);
    }
}
