package dev.pawse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LargeBodyIT {
    private static final int MEGABYTES = 100;

    @TempDir
    Path folder;

    @Test
    void aHundredMegabytesPassBothWaysWithASmallHeap() throws Exception {
        try (RunningPawse pawse =
                RunningPawse.in(folder, """
                        apps:
                          shop:
                            processes: { web: { command: "APP", quantity: 1 } }
                            environment: { STARTS: starts }
                            hosts: [shop.example.test]
                        """).set("PAWSE_JAVA_OPTS", "-Xmx128m").start()) {
            byte[] megabyte = new byte[1 << 20];
            List<byte[]> body = Stream.generate(() -> megabyte).limit(MEGABYTES).toList();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            body.forEach(digest::update);

            var up = pawse.http()
                    .send(
                            pawse.request("shop", "/")
                                    .POST(BodyPublishers.fromPublisher(
                                            BodyPublishers.ofByteArrays(body), (long) MEGABYTES << 20))
                                    .build(),
                            BodyHandlers.ofString());
            var down = pawse.http()
                    .send(
                            pawse.request("shop", "/bytes?" + ((long) MEGABYTES << 20))
                                    .build(),
                            BodyHandlers.ofInputStream());

            assertThat(up.body().strip())
                    .isEqualTo(((long) MEGABYTES << 20) + " " + HexFormat.of().formatHex(digest.digest()));
            try (InputStream bytes = down.body()) {
                assertThat(bytes.transferTo(java.io.OutputStream.nullOutputStream()))
                        .isEqualTo((long) MEGABYTES << 20);
            }
            assertThat(pawse.isAlive()).isTrue();
        }
    }
}
