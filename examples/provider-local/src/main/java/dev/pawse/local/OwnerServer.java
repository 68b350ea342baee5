package dev.pawse.local;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the other Pawse processes over the same file, on a Unix domain socket that only this user can reach. Bounded in
 * connections, time and size; one that says nonsense harms only itself.
 */
final class OwnerServer implements AutoCloseable {
    static final String STATUS = "status";
    static final String SCALE = "scale";
    static final String RESTART = "restart";

    private static final Logger LOG = LoggerFactory.getLogger(OwnerServer.class);
    private static final Duration MOST = Duration.ofSeconds(5);
    private static final int MOST_CONNECTIONS = 32;
    // sun_path holds 104 bytes on macOS and 108 on Linux, the last of them 0.
    private static final int MOST_PATH = 100;

    private final AppsFile file;
    private final Operator apps;
    private final StateFolder state;
    private final Path socket;
    private final ServerSocketChannel server;
    private final Semaphore connections = new Semaphore(MOST_CONNECTIONS);

    private OwnerServer(AppsFile file, Operator apps, StateFolder state, Path socket, ServerSocketChannel server) {
        this.file = file;
        this.apps = apps;
        this.state = state;
        this.socket = socket;
        this.server = server;
    }

    /** Listens. What a killed process left behind is cleared away, so the caller must hold the owner's lock. */
    static OwnerServer start(AppsFile file, Operator apps, StateFolder state) throws IOException {
        clear(state);
        Path socket = state.ownerSocket();
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > MOST_PATH) {
            socket = Files.createTempDirectory("pawse-").resolve("owner.sock");
        }
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        OwnerServer server = new OwnerServer(file, apps, state, socket, channel);
        Path fresh = Files.createTempFile(state.path(), "owner", ".tmp");
        Files.writeString(fresh, socket.toString());
        Files.move(fresh, state.ownerAddress(), StandardCopyOption.ATOMIC_MOVE);
        Threads.start("pawse-local-owner", server::accept);
        return server;
    }

    @Override
    public void close() {
        try {
            server.close();
            clear(state);
        } catch (IOException e) {
            LOG.warn("{} could not be removed", socket, e);
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                if (connections.tryAcquire()) {
                    Threads.start("pawse-local-asked", () -> serve(connection));
                } else {
                    connection.close();
                }
            }
        } catch (ClosedChannelException e) {
            LOG.debug("nobody is answered any more", e);
        } catch (IOException e) {
            LOG.error("other Pawse processes are answered no more", e);
        }
    }

    private void serve(SocketChannel connection) {
        try (Wire wire = Wire.over(connection, MOST)) {
            wire.send(answer(wire.receive()));
        } catch (IOException e) {
            // Also whoever only looks whether somebody is there.
            LOG.debug("somebody asked nothing that could be answered", e);
        } finally {
            connections.release();
        }
    }

    private Message answer(Message question) throws IOException {
        try {
            AppSpec app = file.apps().get(question.text(Talk.APP));
            if (app == null) {
                throw new PawseException(
                        Reason.NOT_FOUND,
                        "the Pawse that runs the apps has read another version of " + file.path()
                                + ", without this app; restart it");
            }
            return switch (question.text(Talk.DO)) {
                case STATUS -> Talk.write(apps.status(app));
                case SCALE -> {
                    apps.scale(app, Talk.formation(question));
                    yield Message.empty();
                }
                case RESTART -> {
                    apps.restart(app, question.optionalText(Talk.PROCESS));
                    yield Message.empty();
                }
                default -> throw new IOException("a question that nobody knows");
            };
        } catch (PawseException e) {
            return Talk.failure(e);
        }
    }

    private static void clear(StateFolder state) throws IOException {
        try {
            Path socket = Path.of(Files.readString(state.ownerAddress()));
            Files.deleteIfExists(socket);
            if (!socket.equals(state.ownerSocket())) {
                Files.deleteIfExists(socket.getParent());
            }
            Files.deleteIfExists(state.ownerAddress());
        } catch (NoSuchFileException | InvalidPathException e) {
            LOG.debug("nobody was here before", e);
        }
        Files.deleteIfExists(state.ownerSocket());
    }
}
