package dev.pawse.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pawse.testkit.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The system's haproxy in front of proxies, of which it asks {@code /readyz} twice a second. It tries no request a second time. */
final class RunningHaproxy implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;
    private final int statsPort;
    private final Path log;

    private RunningHaproxy(Process process, int port, int statsPort, Path log) {
        this.process = process;
        this.port = port;
        this.statsPort = statsPort;
        this.log = log;
    }

    /** Starts one and waits until it sends requests to all of these. */
    static RunningHaproxy before(Path folder, Map<String, RunningPawse> proxies) throws IOException {
        int port = FreePort.next();
        int statsPort = FreePort.next();
        String servers = proxies.entrySet().stream()
                .map(proxy -> "  server %s 127.0.0.1:%d check port %d inter 500ms fall 2 rise 1\n"
                        .formatted(
                                proxy.getKey(),
                                proxy.getValue().port(),
                                proxy.getValue().adminPort()))
                .collect(Collectors.joining());
        Path config = Files.writeString(folder.resolve("haproxy.cfg"), """
                global
                  maxconn 4000
                  nbthread 1
                defaults
                  mode http
                  option redispatch
                  retries 0
                  timeout connect 5s
                  timeout client 60s
                  timeout server 60s
                frontend public
                  bind 127.0.0.1:%d
                  default_backend pawse
                backend pawse
                  balance roundrobin
                  option httpchk
                  http-check send meth GET uri /readyz hdr Host localhost
                  http-check expect status 200
                %slisten stats
                  bind 127.0.0.1:%d
                  stats enable
                  stats uri /
                """.formatted(port, servers, statsPort));
        Path log = folder.resolve("haproxy.log");
        Process process = new ProcessBuilder("haproxy", "-db", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        RunningHaproxy haproxy = new RunningHaproxy(process, port, statsPort, log);
        try {
            proxies.keySet().forEach(name -> haproxy.awaitStatus(name, "UP"));
        } catch (Throwable e) {
            haproxy.close();
            throw e;
        }
        return haproxy;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Waits until it takes a proxy to be {@code UP} or {@code DOWN}. */
    void awaitStatus(String name, String status) {
        await().atMost(RunningPawse.LIMIT).ignoreExceptions().until(() -> {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            // Its name is the second field, its status the eighteenth.
            return stats().stream()
                    .map(line -> line.split(",", -1))
                    .anyMatch(fields -> fields.length > 17 && fields[1].equals(name) && fields[17].equals(status));
        });
    }

    private List<String> stats() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + statsPort + "/;csv"))
                .build();
        return http.send(request, BodyHandlers.ofString(UTF_8)).body().lines().toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
