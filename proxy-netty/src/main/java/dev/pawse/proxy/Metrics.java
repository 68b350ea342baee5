package dev.pawse.proxy;

import dev.pawse.core.AppReport;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Event;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What is counted, under names that begin with {@code pawse_}. No label takes a value from a request, so that nobody can make
 * the set of time series grow.
 *
 * <p>All methods are cheap, never block and may be called on any thread; what is called for each request adds to a counter that
 * was looked up once.
 */
final class Metrics implements ProxyEvents {
    private static final double[] WAKE_SECONDS = {0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final CounterDataPoint[] requests = new CounterDataPoint[6];
    private final GaugeDataPoint connections;
    private final GaugeDataPoint held;
    private final Counter upstreamFailures;
    private final CounterDataPoint wakesDone;
    private final CounterDataPoint wakesFailed;
    private final DistributionDataPoint wakeSeconds;
    private final CounterDataPoint restsDone;
    private final CounterDataPoint restsFailed;
    private final CounterDataPoint restsCancelled;
    private final Counter reloads;
    private final Counter reloadsFailed;

    Metrics() {
        Counter byClass = Counter.builder()
                .name("pawse_requests_total")
                .help("Requests answered, by the class of the answer's status.")
                .labelNames("code")
                .withoutExemplars()
                .register(registry);
        for (int i = 1; i < requests.length; i++) {
            requests[i] = byClass.labelValues(i + "xx");
        }
        connections = gauge("pawse_connections", "Open connections of clients.");
        held = gauge("pawse_held_requests", "Requests that wait for an app to wake.");
        upstreamFailures = Counter.builder()
                .name("pawse_upstream_failures_total")
                .help("Requests that an awake app did not take or answer whole, by what went wrong.")
                .labelNames("kind")
                .register(registry);
        for (UpstreamFailure kind : UpstreamFailure.values()) {
            upstreamFailures.initLabelValues(label(kind));
        }
        Counter wakes = outcomes("pawse_wakes_total", "Apps woken.");
        wakesDone = wakes.labelValues("ok");
        wakesFailed = wakes.labelValues("failed");
        wakeSeconds = Histogram.builder()
                .name("pawse_wake_seconds")
                .help("From the first request for a sleeping app to its readiness.")
                .classicOnly()
                .classicUpperBounds(WAKE_SECONDS)
                .register(registry);
        Counter rests = outcomes("pawse_rests_total", "Idle apps stopped.");
        restsDone = rests.labelValues("ok");
        restsFailed = rests.labelValues("failed");
        restsCancelled = rests.labelValues("cancelled");
        reloads = Counter.builder()
                .name("pawse_config_reload_total")
                .help("Configurations that were read again and taken over.")
                .register(registry);
        reloadsFailed = Counter.builder()
                .name("pawse_config_reload_failed_total")
                .help("Configurations that were read again and not taken, because something in them is wrong.")
                .register(registry);
    }

    /** Where further metrics are registered, and what {@code /metrics} shows. */
    PrometheusRegistry registry() {
        return registry;
    }

    /** Shows how many apps are in which state, whether the registry can be asked, and what the Java process itself does. */
    void watch(Supplier<List<AppReport>> apps, BooleanSupplier registryUp) {
        GaugeWithCallback.builder()
                .name("pawse_registry_up")
                .help("1 while the registry can be relied on, 0 while it cannot and nothing is stopped.")
                .callback(gauge -> gauge.call(registryUp.getAsBoolean() ? 1 : 0))
                .register(registry);
        GaugeWithCallback.builder()
                .name("pawse_apps")
                .help("Apps that are known, by state.")
                .labelNames("state")
                .callback(gauge -> {
                    Map<AppState, Integer> counts = new EnumMap<>(AppState.class);
                    apps.get().forEach(report -> counts.merge(report.state(), 1, Integer::sum));
                    for (AppState state : AppState.values()) {
                        gauge.call(counts.getOrDefault(state, 0), state.label());
                    }
                })
                .register(registry);
        JvmMetrics.builder().register(registry);
    }

    void reloaded() {
        reloads.inc();
    }

    void reloadFailed() {
        reloadsFailed.inc();
    }

    @Override
    public void connectionOpened() {
        connections.inc();
    }

    @Override
    public void connectionClosed() {
        connections.dec();
    }

    @Override
    public void held() {
        held.inc();
    }

    @Override
    public void released() {
        held.dec();
    }

    @Override
    public void answered(int status) {
        requests[Math.min(Math.max(status / 100, 1), 5)].inc();
    }

    @Override
    public void upstreamFailed(UpstreamFailure kind) {
        upstreamFailures.labelValues(label(kind)).inc();
    }

    /** Counts what happens to apps. */
    void happened(Event event) {
        if (event instanceof Event.Woke woke) {
            wakesDone.inc();
            wakeSeconds.observe(seconds(woke.took()));
        } else if (event instanceof Event.WakeFailed) {
            wakesFailed.inc();
        } else if (event instanceof Event.Rested) {
            restsDone.inc();
        } else if (event instanceof Event.RestFailed) {
            restsFailed.inc();
        } else if (event instanceof Event.RestCancelled) {
            restsCancelled.inc();
        }
    }

    private GaugeDataPoint gauge(String name, String help) {
        return Gauge.builder().name(name).help(help).register(registry);
    }

    private Counter outcomes(String name, String help) {
        return Counter.builder().name(name).help(help).labelNames("outcome").register(registry);
    }

    private static String label(UpstreamFailure kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
