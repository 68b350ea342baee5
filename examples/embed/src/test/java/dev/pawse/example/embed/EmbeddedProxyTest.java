package dev.pawse.example.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedProxyTest {
    @TempDir
    Path folder;

    @Test
    void anAppWakesOnRequestAndRestsWhenIdle() throws Exception {
        Path apps = Files.writeString(folder.resolve("apps.yml"), """
                apps:
                  shop:
                    processes:
                      web: { command: "exec python3 -m http.server --bind 127.0.0.1 $PORT" }
                    hosts: [127.0.0.1]
                """);
        List<String> events = new CopyOnWriteArrayList<>();
        try (EmbeddedProxy proxy = EmbeddedProxy.create(
                apps, folder.resolve("registry"), Duration.ofSeconds(1), event -> events.add(event.name()))) {
            int port = proxy.start().getPort();

            var answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/apps.yml"))
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(events).contains("app-woke", "app-rested"));
        }
    }
}
