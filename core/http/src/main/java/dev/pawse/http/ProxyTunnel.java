package dev.pawse.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks an HTTP proxy for a way through to another host (RFC 9110, section 9.3.6). */
final class ProxyTunnel {
    private static final int MAX_HEAD = 8 * 1024;

    private ProxyTunnel() {}

    static void open(Socket socket, String host, int port, Optional<String> authorization) throws IOException {
        String target = host + ":" + port;
        String head = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n"
                + authorization
                        .map(value -> "Proxy-Authorization: " + value + "\r\n")
                        .orElse("") + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        String answer = head(socket.getInputStream());
        if (!answer.matches("(?s)HTTP/1\\.[01] 2\\d\\d.*")) {
            throw new IOException("the proxy refused the way to " + host + ": "
                    + answer.lines().findFirst().orElse(""));
        }
    }

    /** Byte by byte: what follows the head belongs to the other side's protocol. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < MAX_HEAD) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the proxy closed the connection");
            }
            head.append((char) next);
            if (next == '\n' && head.toString().endsWith("\r\n\r\n")) {
                return head.toString();
            }
        }
        throw new IOException("the proxy's answer has no end");
    }
}
