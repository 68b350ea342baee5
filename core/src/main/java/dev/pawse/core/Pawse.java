package dev.pawse.core;

import dev.pawse.spi.AppId;
import dev.pawse.spi.EventStore;
import dev.pawse.spi.Hook;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Registry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine put together: what another service embeds, and what the proxy and the commands stand on.
 *
 * <pre>{@code
 * try (Pawse pawse = Pawse.builder().provider("local", provider).build()) {
 *     pawse.start();
 *     pawse.lifecycle().wake(new AppId("local", "shop")).thenAccept(app -> …);
 * }
 * }</pre>
 *
 * <p>Safe for many threads. From an event loop only what says that it never blocks may be called.
 */
public final class Pawse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pawse.class);
    private static final Duration PUBLISH = Duration.ofSeconds(1);
    private static final Duration RENEW = Duration.ofSeconds(5);
    private static final Duration GOODBYE = Duration.ofSeconds(4);
    /** For what is cut off to give back its leases and to tell of it. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Map<String, Provider> providers;
    private final Registry registry;
    private final EventStore eventStore;
    private final ExecutorService blocking;
    private final ScheduledExecutorService timer;
    private final Parts parts;
    private final AppDirectory directory;
    private final Lifecycle lifecycle;
    private final AppReports reports;
    private final IdleSweeper sweeper;
    private final SweepTimer sweeps;
    private volatile boolean ready;
    private volatile boolean closed;

    private Pawse(Builder builder) {
        providers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.providers));
        registry = builder.registry == null ? new InMemoryRegistry(builder.nanoTime) : builder.registry;
        eventStore = builder.eventStore;
        blocking = builder.blocking == null ? BlockingExecutors.create() : builder.blocking;
        timer = builder.timer == null ? BlockingExecutors.timer() : builder.timer;
        Events events = new Events(eventStore, blocking);
        Activity activity = new Activity(builder.nanoTime);
        Sightings sightings = new Sightings();
        directory = new AppDirectory(
                new LiveSettings(builder.rules, builder.configuredHooks, builder.sweeps, builder.wakeLimit));
        parts = new Parts(
                providers,
                activity,
                registry,
                new Fleet(registry, activity),
                sightings,
                new LinkedApps(sightings, this::ruled, providers.keySet()),
                new Ledger(registry, builder.clock),
                new News(),
                new Leases(registry),
                new Hooks(() -> directory.settings().hooks(), builder.hooks, events, builder.clock),
                events,
                new ReadinessProbe(blocking),
                new CircuitBreaker(builder.nanoTime, builder.chance),
                builder.clock,
                builder.nanoTime,
                blocking,
                timer,
                directory,
                builder.dryRun);
        lifecycle = new Lifecycle(parts);
        reports = new AppReports(parts, lifecycle);
        sweeper = new IdleSweeper(parts, lifecycle, directory);
        sweeps = new SweepTimer(parts, last -> directory.settings().sweeps().apply(last), sweeper::sweep);
    }

    /** Starts to put an engine together. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads which apps there are, finishes or undoes what an earlier process left half done, and begins to watch. Blocks until
     * every provider has answered or failed; one that fails is asked again at the next sweep. Called once.
     */
    public void start() {
        ForeignStops stops = new ForeignStops(parts, lifecycle);
        registry.onNews(id -> {
            parts.news().heard(id);
            parts.later(Duration.ZERO, () -> stops.heard(id));
        });
        parts.fleet().restore();
        sweeper.discover();
        ready = true;
        new Heartbeat(parts, PUBLISH, "use could not be published", this::publish).start();
        new Heartbeat(parts, RENEW, "leases could not be renewed", parts.leases()::renew).start();
        sweeps.start();
    }

    /** Whether the first discovery is finished. Never blocks. */
    public boolean isReady() {
        return ready && !closed;
    }

    /**
     * Why the registry cannot be asked at this moment; empty when it can. Apps that are awake are served all the same and others are
     * woken, but nothing is stopped. Never blocks.
     */
    public Optional<String> registryTrouble() {
        return registry.trouble();
    }

    /** Whether the registry tells of the use of every process, so that something may be stopped. Never blocks. */
    public boolean isSettled() {
        return registry.isSettled();
    }

    /** Which app a host name belongs to. */
    public AppDirectory directory() {
        return directory;
    }

    /** Who uses which app. */
    public Activity activity() {
        return parts.activity();
    }

    /** Wakes and rests. */
    public Lifecycle lifecycle() {
        return lifecycle;
    }

    /** What happened, and what happens from now on. */
    public Events events() {
        return parts.events();
    }

    /** The wall clock by which events are written down. */
    public Clock clock() {
        return parts.clock();
    }

    /** The providers by name. */
    public Map<String, Provider> providers() {
        return providers;
    }

    /** What the rules say of an app. From memory; never blocks. */
    public AppPolicy policy(AppId app) {
        return parts.policy(app);
    }

    /** What the rules said of an app at a moment. From memory; never blocks. */
    public AppPolicy policy(AppId app, AppDirectory.View then) {
        return parts.policy(app, then);
    }

    /**
     * Takes over all at once what may change while the engine runs: rules and with them hosts, hooks, the schedule of the sweeps, the
     * limit of a wake. What has begun ends by what held then. Needs no provider; what else the configuration says is left.
     */
    public void reload(PawseConfig config) {
        directory.use(config.liveSettings());
    }

    /** Every app that is known, sorted. From memory; never blocks. */
    public List<AppReport> apps() {
        return reports.all();
    }

    /** One app, or empty when none of that name is known. From memory; never blocks. */
    public Optional<AppReport> app(AppId id) {
        return reports.one(id);
    }

    /**
     * What the next sweep would do with each app, sorted; changes nothing. Asks every provider for its apps and blocks until they
     * have answered; may be called on an engine that was not started.
     */
    public List<Decision> plan() {
        return sweeper.plan();
    }

    /** Makes a sweep now, as the schedule does. Does nothing while one goes on. Blocks. */
    public void sweep() {
        sweeper.sweep();
    }

    /**
     * Ends the watch: those who wait for an app are told, the last use is written down, leases are given back, providers, registry and
     * event store are closed. Blocks for some seconds at most; apps are left as they are.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        lifecycle.close();
        timer.shutdownNow();
        blocking.shutdown();
        awaitEnd();
        if (ready) {
            quietly("the last use could not be published", this::publish);
        }
        quietly("leases could not be given back", parts.leases()::close);
        providers.forEach((name, provider) -> quietly(name + " could not be closed", provider));
        quietly("the event store could not be closed", eventStore);
        quietly("the registry could not be closed", registry);
    }

    /** Stops all threads at once and writes nothing down, as a process that is killed does. */
    void abandon() {
        closed = true;
        timer.shutdownNow();
        blocking.shutdownNow();
    }

    private AppPolicy ruled(AppId app) {
        return directory.view().rules().policy(app);
    }

    private void publish() {
        parts.fleet().publish();
    }

    private void awaitEnd() {
        try {
            if (!blocking.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
                blocking.shutdownNow();
                blocking.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            blocking.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static void quietly(String what, AutoCloseable action) {
        try {
            action.close();
        } catch (Exception e) {
            LOG.warn("{}", what, e);
        }
    }

    /** Collects what a {@link Pawse} is made of; everything but a provider has a good default. Not safe for several threads. */
    public static final class Builder {
        private final Map<String, Provider> providers = new LinkedHashMap<>();
        private final List<Hook> hooks = new ArrayList<>();
        private List<Hook> configuredHooks = List.of();
        private @Nullable Registry registry;
        private EventStore eventStore = new InMemoryEventStore();
        private Rules rules = new Rules(Duration.ofMinutes(15));
        private Clock clock = Clock.systemUTC();
        private LongSupplier nanoTime = System::nanoTime;
        private UnaryOperator<Instant> sweeps =
                now -> now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        private Duration wakeLimit = Duration.ofMinutes(2);
        private boolean dryRun;
        private DoubleSupplier chance = () -> ThreadLocalRandom.current().nextDouble();
        private @Nullable ExecutorService blocking;
        private @Nullable ScheduledExecutorService timer;

        private Builder() {}

        /** Adds a provider under the name that its {@link AppId#provider()} has; the engine closes it. */
        public Builder provider(String name, Provider provider) {
            providers.put(name, provider);
            return this;
        }

        /** Where formations and leases are kept; in memory when nothing is said. The engine closes it. */
        public Builder registry(Registry value) {
            registry = value;
            return this;
        }

        /** Where events are kept; the newest 10,000 in memory when nothing is said. The engine closes it. */
        public Builder eventStore(EventStore value) {
            eventStore = value;
            return this;
        }

        /** What is to be done with which app; all rest after 15 minutes when nothing is said. */
        public Builder rules(Rules value) {
            rules = value;
            return this;
        }

        /** Adds a hook; several run in the order in which they were added. */
        public Builder hook(Hook hook) {
            hooks.add(hook);
            return this;
        }

        /** What a configuration says that {@link Pawse#reload} may say otherwise later. */
        Builder settings(LiveSettings settings) {
            configuredHooks = settings.hooks();
            return rules(settings.rules()).sweeps(settings.sweeps()).wakeLimit(settings.wakeLimit());
        }

        /** The wall clock, for the schedule and for what people read. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /** The monotonic clock, for idle times and limits. */
        public Builder nanoTime(LongSupplier value) {
            nanoTime = value;
            return this;
        }

        /** When to sweep: gives the next moment after a moment. Each full minute when nothing is said. */
        public Builder sweeps(UnaryOperator<Instant> nextAfter) {
            sweeps = nextAfter;
            return this;
        }

        /** How long a wake may take before those who wait are told {@link dev.pawse.spi.Reason#TIMEOUT}; 120 s when nothing is said. */
        public Builder wakeLimit(Duration value) {
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException("wakeLimit: " + value + " is not above 0");
            }
            wakeLimit = value;
            return this;
        }

        /** Whether only to say what would be done: no provider is told to start or stop anything. */
        public Builder dryRun(boolean value) {
            dryRun = value;
            return this;
        }

        /** Numbers from 0 to below 1, by which pauses differ. */
        Builder chance(DoubleSupplier value) {
            chance = value;
            return this;
        }

        /** The threads that may wait and the one that counts time; the engine ends them. */
        Builder threads(ExecutorService blockingThreads, ScheduledExecutorService timerThread) {
            blocking = blockingThreads;
            timer = timerThread;
            return this;
        }

        public Pawse build() {
            return new Pawse(this);
        }
    }
}
