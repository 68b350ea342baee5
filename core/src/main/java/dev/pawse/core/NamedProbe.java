package dev.pawse.core;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks an endpoint by another name than its own, for the head of its answer: {@code java.net.http} lets neither {@code Host} nor the
 * name for TLS differ from the address. HTTP/1.1 (RFC 9112), a connection for each question. Blocks.
 */
final class NamedProbe {
    private static final int LONGEST_HEAD = 64 * 1024;

    private final InputStream in;
    private final Socket socket;
    private final long deadline;
    private int read;

    private NamedProbe(InputStream in, Socket socket, long deadline) {
        this.in = in;
        this.socket = socket;
        this.deadline = deadline;
    }

    /**
     * The head of an answer.
     *
     * @param headers by lower-case name; of several with one name the first
     */
    record Answer(int status, Map<String, String> headers) {
        @Nullable
        String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * Sends a GET.
     *
     * @param name what {@code Host} says, and whose certificate is asked for
     * @param answer the longest time until the head is read, connecting not counted
     * @param tls speaks TLS with an endpoint of {@code https}
     * @throws IOException when there is no answer in time, none that is HTTP/1, or TLS does not trust the endpoint
     */
    static Answer ask(
            URI endpoint, String name, String path, Duration connect, Duration answer, Supplier<SSLSocketFactory> tls)
            throws IOException {
        boolean secure = "https".equalsIgnoreCase(endpoint.getScheme());
        int standard = secure ? 443 : 80;
        int port = endpoint.getPort() < 0 ? standard : endpoint.getPort();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(endpoint.getHost(), port), Math.toIntExact(connect.toMillis()));
            long deadline = System.nanoTime() + answer.toNanos();
            plain.setSoTimeout(Math.toIntExact(answer.toMillis()));
            try (Socket socket = secure ? secured(tls.get(), plain, name, port) : plain) {
                String host = port == standard ? name : name + ":" + port;
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: " + host
                                        + "\r\nUser-Agent: Pawse-Probe\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                return new NamedProbe(new BufferedInputStream(socket.getInputStream()), socket, deadline).head();
            }
        }
    }

    private static Socket secured(SSLSocketFactory factory, Socket plain, String name, int port) throws IOException {
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, name, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** The first head that is not of an interim answer (1xx). */
    private Answer head() throws IOException {
        while (true) {
            int status = status(line());
            Map<String, String> headers = new HashMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    headers.putIfAbsent(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).strip());
                }
            }
            if (status >= 200) {
                return new Answer(status, headers);
            }
        }
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
            throw new IOException("no answer of HTTP/1");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = next(); c != '\n'; c = next()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private int next() throws IOException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("no whole answer in time");
        }
        socket.setSoTimeout(Math.toIntExact(left));
        int c = in.read();
        if (c < 0 || ++read > LONGEST_HEAD) {
            throw new EOFException(c < 0 ? "the answer ends early" : "an endless head");
        }
        return c;
    }
}
