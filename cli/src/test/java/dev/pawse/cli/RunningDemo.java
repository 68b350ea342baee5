package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A {@code pawse demo} that runs, on ports of its own. */
final class RunningDemo implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Pattern PROCESS = Pattern.compile("process (\\d+)");

    final Process process;
    final JsonNode started;
    private final Path out;

    private RunningDemo(Process process, Path out) {
        this.process = process;
        this.out = out;
        await().atMost(PATIENCE).until(() -> !lines().isEmpty());
        started = JsonMapper.shared().readTree(lines().get(0));
    }

    static RunningDemo start(Path directory, String maxIdleTime) throws IOException {
        Path out = directory.resolve("demo.out");
        Process process = new Distribution(directory)
                .start(
                        out,
                        directory.resolve("demo.err"),
                        "demo",
                        "--port",
                        "0",
                        "--admin-port",
                        "0",
                        "--max-idle-time",
                        maxIdleTime,
                        "-j");
        return new RunningDemo(process, out);
    }

    String text(String key) {
        return started.get(key).asString();
    }

    int port() {
        return URI.create(text("proxy")).getPort();
    }

    Path folder() {
        return Objects.requireNonNull(Path.of(text("appsFile")).getParent());
    }

    /** The names of the events so far. */
    List<String> events() {
        return lines().stream()
                .skip(1)
                .map(line -> JsonMapper.shared().readTree(line).get("name").asString())
                .toList();
    }

    /** One request, by hand: Java's clients do not let one choose the Host. */
    String get(String host) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200 ");
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that answers for an app. */
    long pid(String host) {
        Matcher pid = PROCESS.matcher(get(host));
        assertThat(pid.find()).isTrue();
        return Long.parseLong(pid.group(1));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Path folder = folder();
        if (Files.exists(folder)) {
            // A demo that was killed could not do it.
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }

    private List<String> lines() {
        try {
            String text = Files.exists(out) ? Files.readString(out) : "";
            // The last line may be half written.
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
