package dev.pawse.heroku;

import dev.pawse.http.Network;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a one-off dyno: TLS to the address that came with the dyno, its secret as the first line, a line of the other side
 * once the dyno has come, and from then on the bytes of the dyno's terminal.
 */
record Rendezvous(Socket socket, InputStream in, OutputStream out) {
    private static final int PORT = 5_000;
    private static final int MAX_LINE = 64 * 1024;

    /** A dyno may have to wait for its image and for its turn. */
    private static final Duration BOOT = Duration.ofMinutes(3);

    /** The platform cuts a silent connection after an hour. */
    private static final Duration SILENCE = Duration.ofMinutes(65);

    /**
     * Waits for the dyno.
     *
     * @param terminal whether the other side is a terminal's; else the command announces that it starts
     */
    static Rendezvous join(Network network, String dyno, String attachUrl, boolean terminal) {
        URI address = HerokuApi.address(attachUrl);
        int port = address.getPort() < 0 ? PORT : address.getPort();
        Socket socket = null;
        try {
            socket = network.connect(address.getHost(), port, true, BOOT);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            out.write((secret(address) + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            line(in);
            while (!terminal && !line(in).endsWith(CommandLine.START_MARK)) {
                // What a dyno says before the command starts is not the command's.
            }
            socket.setSoTimeout((int) SILENCE.toMillis());
            return new Rendezvous(socket, in, out);
        } catch (IOException e) {
            closeQuietly(socket);
            throw new PawseException(
                    e instanceof SocketTimeoutException ? Reason.TIMEOUT : Reason.UNAVAILABLE,
                    "no connection to " + dyno + " by way of " + address.getHost() + ":" + port + " ("
                            + e.getClass().getSimpleName()
                            + "); a firewall or proxy has to let TLS to that port through");
        }
    }

    void close() {
        closeQuietly(socket);
    }

    private static String secret(URI address) {
        String query = address.getRawQuery();
        return address.getRawPath().replaceFirst("^/", "") + (query == null ? "" : "?" + query);
    }

    /** A line without its end; nothing that follows it is read. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.size() > MAX_LINE) {
                throw new IOException("the dyno did not come");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static void closeQuietly(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
