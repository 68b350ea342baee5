package dev.pawse.heroku.fake;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLServerSocket;

/** Where clients and one-off dynos meet: TLS, a secret as the first line, then the bytes of the dyno's terminal. */
final class RendezvousServer implements AutoCloseable {
    private static final Duration LINGER = Duration.ofMillis(500);

    private final SSLServerSocket server;
    private final Executor threads;
    private final Map<String, Meeting> expected = new ConcurrentHashMap<>();
    private volatile int pieces = 4 * 1024;

    private RendezvousServer(SSLServerSocket server, Executor threads) {
        this.server = server;
        this.threads = threads;
    }

    /** A dyno that waits for its client. */
    interface Meeting {
        /** The client has come: starts the command. */
        OneOff begin();

        /** The command has ended. */
        void end();
    }

    static RendezvousServer start(Executor threads) {
        try {
            SSLServerSocket server = (SSLServerSocket) SelfSigned.shared()
                    .context()
                    .getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            RendezvousServer made = new RendezvousServer(server, threads);
            threads.execute(made::accept);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address under which a client meets a dyno; it is good once. */
    String expect(String secret, Meeting meeting) {
        expected.put(secret, meeting);
        return "rendezvous://localhost:" + server.getLocalPort() + "/" + secret;
    }

    /** How many bytes of output are sent at once. */
    void pieces(int value) {
        pieces = value;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                // Closed, or a client that left at once.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            Meeting meeting = expected.remove(firstLine(in));
            if (meeting == null) {
                return;
            }
            out.write("rendezvous\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            OneOff command = meeting.begin();
            CompletableFuture<Void> typing = CompletableFuture.runAsync(() -> type(command, in), threads);
            command.show(out, pieces);
            if (command.hasEnded()) {
                meeting.end();
            }
            linger(typing);
        } catch (IOException e) {
            // The client left: its dyno goes on until somebody stops it.
        }
    }

    /** A client that is about to tell the end of its input gets the time for it, as it does from a platform that is far away. */
    private static void linger(CompletableFuture<Void> typing) {
        try {
            typing.get(LINGER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // It will not: whatever it writes now is lost.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void type(OneOff command, InputStream in) {
        try {
            command.type(in);
        } catch (IOException e) {
            // The command or the client has ended.
        }
    }

    private static String firstLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}
