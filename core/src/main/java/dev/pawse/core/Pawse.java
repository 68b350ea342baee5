package dev.pawse.core;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Provider;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The engine put together: what another service embeds, and what the proxy and the commands stand on. */
public final class Pawse implements AutoCloseable {
    private final Map<String, Provider> providers;
    private final Rules rules;
    private final Clock clock;
    private final ExecutorService blocking = BlockingExecutors.create();
    private final ScheduledExecutorService timer = BlockingExecutors.timer();
    private final Activity activity = new Activity(System::nanoTime);
    private final AppDirectory directory = new AppDirectory();
    private final Lifecycle lifecycle;
    private final ConcurrentHashMap<AppId, App> seen = new ConcurrentHashMap<>();

    private Pawse(Builder builder) {
        providers = Map.copyOf(builder.providers);
        rules = builder.rules;
        clock = builder.clock;
        lifecycle = new Lifecycle(providers, activity, blocking);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Reads which apps there are and begins to watch them. Blocks until every provider has answered or failed. */
    public void start() {
        sweep();
        timer.scheduleWithFixedDelay(() -> blocking.execute(this::sweep), 1, 1, TimeUnit.SECONDS);
    }

    /** Which app a host name belongs to. */
    public AppDirectory directory() {
        return directory;
    }

    /** Who uses which app. */
    public Activity activity() {
        return activity;
    }

    /** Wakes and rests. */
    public Lifecycle lifecycle() {
        return lifecycle;
    }

    /** What the rules say of an app. From memory; never blocks. */
    public AppPolicy policy(AppId app) {
        return rules.policy(app);
    }

    /** Every app that is known, sorted. From memory; never blocks. */
    public List<AppReport> apps() {
        return seen.values().stream()
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .map(app -> new AppReport(
                        app,
                        lifecycle.awake(app.id()) != null ? AppState.RUNNING : app.state(),
                        policy(app.id()),
                        activity.inFlight(app.id()),
                        activity.idle(app.id()),
                        clock.instant().minus(activity.idle(app.id()))))
                .toList();
    }

    /** The providers by name. */
    public Map<String, Provider> providers() {
        return providers;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        blocking.shutdownNow();
        providers.values().forEach(Provider::close);
    }

    private void sweep() {
        for (Provider provider : providers.values()) {
            for (App app : provider.apps()) {
                seen.put(app.id(), app);
                if (app.state() == AppState.RUNNING && !app.alwaysOn()) {
                    lifecycle.rest(app.id(), policy(app.id()).maxIdle());
                }
            }
        }
        directory.replace(seen.values().stream().collect(Collectors.toMap(App::id, App::hosts)));
    }

    /** Collects what a {@link Pawse} is made of. */
    public static final class Builder {
        private final Map<String, Provider> providers = new LinkedHashMap<>();
        private Rules rules = new Rules(Duration.ofMinutes(15));
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /** Adds a provider under the name that its {@link AppId#provider()} has. */
        public Builder provider(String name, Provider provider) {
            providers.put(name, provider);
            return this;
        }

        public Builder rules(Rules value) {
            rules = value;
            return this;
        }

        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        public Pawse build() {
            return new Pawse(this);
        }
    }
}
