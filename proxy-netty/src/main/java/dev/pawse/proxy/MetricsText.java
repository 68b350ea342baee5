package dev.pawse.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code /metrics}: all that is counted, in the text format of Prometheus or in OpenMetrics, whichever is accepted. */
final class MetricsText {
    static final String PATH = "/metrics";

    private final PrometheusRegistry registry;
    private final ExpositionFormats formats = ExpositionFormats.init();

    MetricsText(PrometheusRegistry registry) {
        this.registry = registry;
    }

    void show(ApiExchange exchange) {
        ExpositionFormatWriter format = formats.findWriter(exchange.headers().get(HttpHeaderNames.ACCEPT));
        exchange.answerBlocking(() -> {
            ByteArrayOutputStream text = new ByteArrayOutputStream(16 * 1024);
            try {
                format.write(text, registry.scrape());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Answers.of(exchange.method(), HttpResponseStatus.OK, format.getContentType(), text.toByteArray());
        });
    }
}
