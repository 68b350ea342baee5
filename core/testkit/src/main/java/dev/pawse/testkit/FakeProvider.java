package dev.pawse.testkit;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Capability;
import dev.pawse.spi.capability.ConfigHistory;
import dev.pawse.spi.capability.ConfigVars;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Permissions;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Releases;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Timeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A platform in memory, with everything that a provider may offer: apps boot and stop in their own time, every call is
 * recorded, and {@link #faults()} arranges what goes wrong. Safe for many threads.
 *
 * <pre>{@code
 * ManualClock clock = ManualClock.create();
 * FakeProvider platform = FakeProvider.builder("test").clock(clock).bootTakes(Duration.ofSeconds(2)).build();
 * FakeApp shop = platform.add("shop").formation(Map.of("web", 3, "worker", 2, "cron", 0)).stopped();
 * }</pre>
 */
public final class FakeProvider implements Provider {
    /** The header that an answer has which this platform gives in an app's place. */
    public static final String PLATFORM_ANSWER = "X-Fake-Platform";

    private final String name;
    private final Clock clock;
    private final Duration bootTakes;
    private final Duration stopTakes;
    private final Faults faults;
    private final Optional<CredentialSource> credentials;
    private final Map<Class<? extends Capability>, Capability> offered = new HashMap<>();
    private final ConcurrentSkipListMap<AppId, FakeApp> apps = new ConcurrentSkipListMap<>();
    private final List<Call> calls = new ArrayList<>();

    private FakeProvider(Builder builder) {
        name = builder.name;
        clock = builder.clock;
        bootTakes = builder.bootTakes;
        stopTakes = builder.stopTakes;
        faults = new Faults(clock);
        credentials = Optional.ofNullable(builder.credentials);
        FakeRecords records = new FakeRecords(this);
        offered.put(Scaling.class, new FakeScaling(this));
        offered.put(Processes.class, new FakeProcesses(this));
        offered.put(Logs.class, records);
        FakeConfigVars variables = new FakeConfigVars(this, builder.restartsOnConfigChange);
        offered.put(ConfigVars.class, variables);
        offered.put(ConfigHistory.class, variables);
        offered.put(Builds.class, records);
        offered.put(Deployments.class, records);
        offered.put(Releases.class, records);
        offered.put(Timeline.class, records);
        offered.put(Shell.class, new FakeShell(this));
        offered.put(Databases.class, new FakeDatabases(this));
        offered.put(Permissions.class, new FakePermissions());
        offered.keySet().removeAll(builder.without);
    }

    /** A platform of this name: its apps are {@code name/…}. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * One call of the provider.
     *
     * @param app whom it was about, or null when about none
     */
    public record Call(
            Instant at, Operation operation, @Nullable AppId app) {}

    /** Adds an app by hand: {@code web=1}, running, without hosts and endpoints until they are told. */
    public FakeApp add(String app) {
        AppId id = new AppId(name, app);
        FakeApp added = new FakeApp(id, clock, bootTakes, stopTakes);
        if (apps.putIfAbsent(id, added) != null) {
            throw new IllegalArgumentException(id + ": is there already");
        }
        return added;
    }

    /** Deletes an app by hand. */
    public void delete(String app) {
        apps.remove(new AppId(name, app));
    }

    /** An app as the platform has it. */
    public FakeApp fake(String app) {
        FakeApp found = apps.get(new AppId(name, app));
        if (found == null) {
            throw new IllegalArgumentException(app + ": was not added, or was deleted");
        }
        return found;
    }

    /** What goes wrong. */
    public Faults faults() {
        return faults;
    }

    /** Every call so far, those that failed included, in the order in which they came. */
    public List<Call> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /** How many calls of these operations there were; of all, when none is named. */
    public int count(Operation... operations) {
        List<Operation> wanted = Arrays.asList(operations);
        return (int) calls().stream()
                .filter(call -> wanted.isEmpty() || wanted.contains(call.operation()))
                .count();
    }

    /** How many calls of this operation there were for this app. */
    public int count(Operation operation, AppId app) {
        return (int) calls().stream()
                .filter(call -> call.operation() == operation && app.equals(call.app()))
                .count();
    }

    /** How many calls there were that change something. */
    public int writes() {
        return (int) calls().stream().filter(call -> call.operation().isWrite()).count();
    }

    /** Forgets the calls so far. */
    public void forgetCalls() {
        synchronized (calls) {
            calls.clear();
        }
    }

    @Override
    public List<App> apps() {
        enter(Operation.APPS, null);
        List<App> seen = apps.values().stream().map(FakeApp::seen).toList();
        faults.after(Operation.APPS, null);
        return seen;
    }

    @Override
    public Optional<App> app(AppId id) {
        enter(Operation.APP, id);
        Optional<App> seen = Optional.ofNullable(apps.get(id)).map(FakeApp::seen);
        faults.after(Operation.APP, id);
        return seen;
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
        return Optional.ofNullable(offered.get(type)).map(type::cast);
    }

    /** Whether it has the header {@link #PLATFORM_ANSWER}. */
    @Override
    public boolean isPlatformAnswer(int status, Function<String, @Nullable String> header) {
        return header.apply(PLATFORM_ANSWER) != null;
    }

    @Override
    public Optional<CredentialSource> credentials() {
        return credentials;
    }

    @Override
    public void close() {
        enter(Operation.CLOSE, null);
    }

    <T> T ask(Operation operation, AppId id, Function<FakeApp, T> question) {
        enter(operation, id);
        FakeApp app = apps.get(id);
        if (app == null) {
            throw new PawseException(Reason.NOT_FOUND, id + ": the platform knows no such app");
        }
        T answer = question.apply(app);
        faults.after(operation, id);
        return answer;
    }

    void tell(Operation operation, AppId id, Consumer<FakeApp> order) {
        ask(operation, id, app -> {
            order.accept(app);
            return true;
        });
    }

    private void enter(Operation operation, @Nullable AppId app) {
        synchronized (calls) {
            calls.add(new Call(clock.instant(), operation, app));
        }
        faults.before(operation, app);
    }

    /** Collects what a {@link FakeProvider} is made of. Not safe for several threads. */
    public static final class Builder {
        private final String name;
        private final Set<Class<? extends Capability>> without = new LinkedHashSet<>();
        private Clock clock = Clock.systemUTC();
        private Duration bootTakes = Duration.ZERO;
        private Duration stopTakes = Duration.ZERO;
        private boolean restartsOnConfigChange;
        private @Nullable CredentialSource credentials;

        private Builder(String name) {
            this.name = name;
        }

        /** The time by which apps boot and stop; the machine's when none is given. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /** How long apps stay {@link dev.pawse.spi.AppState#STARTING}; at once when nothing is said. */
        public Builder bootTakes(Duration value) {
            bootTakes = value;
            return this;
        }

        /** How long apps stay {@link dev.pawse.spi.AppState#STOPPING}; at once when nothing is said. */
        public Builder stopTakes(Duration value) {
            stopTakes = value;
            return this;
        }

        /** A platform that restarts an app's processes by itself when a config variable changes. */
        public Builder restartsOnConfigChange() {
            restartsOnConfigChange = true;
            return this;
        }

        /** Where its credentials were found; without a word it needs none. */
        public Builder credentials(CredentialSource value) {
            credentials = value;
            return this;
        }

        /** A platform that lacks these capabilities. */
        @SafeVarargs
        @SuppressWarnings("varargs")
        public final Builder without(Class<? extends Capability>... types) {
            without.addAll(Arrays.asList(types));
            return this;
        }

        public FakeProvider build() {
            return new FakeProvider(this);
        }
    }
}
