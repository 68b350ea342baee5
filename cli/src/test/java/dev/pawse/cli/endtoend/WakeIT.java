package dev.pawse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WakeIT {
    @TempDir
    Path folder;

    @Test
    void aThousandRequestsStartAnAppOnceAndItRestsAndWakesAgain() throws Exception {
        try (RunningPawse pawse = RunningPawse.in(folder, """
                        apps:
                          shop:
                            processes: { web: { command: "APP", quantity: 1 } }
                            environment: { STARTS: starts, BOOT: "2" }
                            hosts: [shop.example.test]
                        """).start()) {
            List<CompletableFuture<HttpResponse<String>>> answers = Stream.generate(() ->
                            pawse.http().sendAsync(pawse.request("shop", "/").build(), BodyHandlers.ofString()))
                    .limit(1000)
                    .toList();

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.get().statusCode()).isEqualTo(200));
            assertThat(pawse.starts()).hasSize(1);

            pawse.awaitLiving(Map.of());
            assertThat(pawse.get("shop", "/").body()).startsWith("web.1 ");
            assertThat(pawse.starts()).hasSize(2);

            assertThat(pawse.terminate()).isZero();
            pawse.awaitLiving(Map.of());
        }
    }
}
