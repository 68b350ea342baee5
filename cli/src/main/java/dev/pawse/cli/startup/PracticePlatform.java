package dev.pawse.cli.startup;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** All platforms at one address of this machine, with one app and an answer for each usual call; what it does not know is 404. */
final class PracticePlatform implements AutoCloseable {
    private static final String UNKNOWN =
            "{\"id\":\"not_found\",\"message\":\"not known here\",\"__type\":\"ResourceNotFoundException\"}";

    private final Map<String, String> answers;
    private final HttpServer server;
    private final PracticeCertificate certificate;

    private PracticePlatform(Map<String, String> answers, HttpServer server, PracticeCertificate certificate) {
        this.answers = answers;
        this.server = server;
        this.certificate = certificate;
    }

    /** Starts it with TLS; its certificate lies in a folder. */
    static PracticePlatform start(Path folder) throws IOException {
        PracticeCertificate certificate = PracticeCertificate.make(folder);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        PracticePlatform platform = new PracticePlatform(answers(), server, certificate);
        server.createContext("/", platform::answer);
        server.start();
        return platform;
    }

    String address() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    PracticeCertificate certificate() {
        return certificate;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String key = target == null
                ? exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()
                : target.substring(target.lastIndexOf('.') + 1);
        String known = answers.get(key);
        byte[] body = (known == null ? UNKNOWN : known).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(known != null ? 200 : target == null ? 404 : 400, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Map<String, String> answers() throws IOException {
        Map<String, String> answers = new HashMap<>();
        try (InputStream in = PracticePlatform.class.getResourceAsStream("answers.txt");
                BufferedReader reader = new BufferedReader(new InputStreamReader(
                        in == null ? InputStream.nullInputStream() : in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int tab = line.indexOf('\t');
                if (tab > 0 && !line.startsWith("#")) {
                    answers.put(line.substring(0, tab), line.substring(tab + 1));
                }
            }
        }
        return answers;
    }
}
