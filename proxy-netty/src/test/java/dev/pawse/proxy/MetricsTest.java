package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Event;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Reason;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class MetricsTest {
    private static final AppId SHOP = new AppId("test", "shop");

    private final Metrics metrics = new Metrics();

    @Test
    void answersAreCountedByTheClassOfTheirStatus() throws IOException {
        metrics.answered(200);
        metrics.answered(204);
        metrics.answered(503);
        metrics.answered(999);

        assertThat(text())
                .contains("pawse_requests_total{code=\"2xx\"} 2.0")
                .contains("pawse_requests_total{code=\"5xx\"} 2.0")
                .contains("pawse_requests_total{code=\"4xx\"} 0.0");
    }

    @Test
    void gaugesGoUpAndDown() throws IOException {
        metrics.connectionOpened();
        metrics.connectionOpened();
        metrics.connectionClosed();
        metrics.held();
        metrics.held();
        metrics.released();

        assertThat(text()).contains("pawse_connections 1.0").contains("pawse_held_requests 1.0");
    }

    @Test
    void wakesAndRestsAreCountedFromEvents() throws IOException {
        Instant now = Instant.EPOCH;
        metrics.happened(new Event.Woke(now, SHOP, Formation.empty(), Duration.ofMillis(1500)));
        metrics.happened(new Event.WakeFailed(now, SHOP, Reason.FAILED, "crashed"));
        metrics.happened(new Event.Rested(now, SHOP, Formation.empty(), Duration.ofMinutes(15)));
        metrics.happened(new Event.RestFailed(now, SHOP, Reason.TIMEOUT, "slow"));
        metrics.happened(new Event.RestCancelled(now, SHOP, "a request came"));

        assertThat(text())
                .contains("pawse_wakes_total{outcome=\"ok\"} 1.0")
                .contains("pawse_wakes_total{outcome=\"failed\"} 1.0")
                .contains("pawse_wake_seconds_bucket{le=\"1.0\"} 0")
                .contains("pawse_wake_seconds_bucket{le=\"2.0\"} 1")
                .contains("pawse_rests_total{outcome=\"ok\"} 1.0")
                .contains("pawse_rests_total{outcome=\"failed\"} 1.0")
                .contains("pawse_rests_total{outcome=\"cancelled\"} 1.0");
    }

    @Test
    void noLabelTakesTheNameOfAnApp() throws IOException {
        metrics.happened(new Event.Woke(Instant.EPOCH, SHOP, Formation.empty(), Duration.ZERO));

        assertThat(text()).doesNotContain("shop");
    }

    private String text() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, metrics.registry().scrape());
        return out.toString(StandardCharsets.UTF_8);
    }
}
