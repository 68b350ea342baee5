package dev.pawse.testkit;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Processes.AppProcess;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One app of a {@link FakeProvider}, as the platform itself has it. What is called here is what people do by hand, with the
 * platform's own tools: it is not a call of the provider, is not recorded, and no fault hits it. Safe for many threads.
 */
public final class FakeApp {
    private final Clock clock;
    private final FakeRun run;
    private final FakeLog log;
    private final FakeHistory history;
    private final List<FakeDatabase> databases = new ArrayList<>();
    private final Map<String, Secret> configVars = new TreeMap<>();
    private App facts;
    private FakeProgram program = FakeProgram.UNIX;

    FakeApp(AppId id, Clock clock, Duration bootTakes, Duration stopTakes) {
        this.clock = clock;
        facts = App.builder(id).build();
        run = new FakeRun(clock, bootTakes, stopTakes);
        run.become(Formation.of(Map.of("web", 1)), AppState.RUNNING);
        log = new FakeLog(clock);
        history = new FakeHistory(id.name(), clock);
    }

    public synchronized AppId id() {
        return facts.id();
    }

    /** How long it is {@link AppState#STARTING} from its next start on. */
    public FakeApp bootTakes(Duration value) {
        run.bootTakes(value);
        return this;
    }

    /** How long it is {@link AppState#STOPPING} from its next stop on. */
    public FakeApp stopTakes(Duration value) {
        run.stopTakes(value);
        return this;
    }

    /** Whether its boots end in {@link AppState#CRASHED} from now on. */
    public FakeApp bootFails(boolean value) {
        run.bootFails(value);
        return this;
    }

    /** Where its web processes answer; reported in every state. */
    public FakeApp endpoints(URI... value) {
        return facts(app -> app.endpoints(List.of(value)));
    }

    /** The name by which its endpoints want to be asked, or null for their own. */
    public FakeApp upstreamHost(@Nullable String value) {
        return facts(app -> app.upstreamHost(value));
    }

    public FakeApp hosts(String... value) {
        return facts(app -> app.hosts(Set.of(value)));
    }

    /** The apps of the same provider that must run before this one does. */
    public FakeApp links(String... names) {
        Set<AppId> links = Arrays.stream(names)
                .map(name -> new AppId(id().provider(), name))
                .collect(Collectors.toSet());
        return facts(app -> app.links(links));
    }

    public FakeApp healthPath(@Nullable String value) {
        return facts(app -> app.healthPath(value));
    }

    public FakeApp details(Map<String, String> value) {
        return facts(app -> app.details(value));
    }

    /** Whether it is an app for certain; see {@link dev.pawse.spi.App#claimed()}. */
    public FakeApp claimed(boolean value) {
        return facts(app -> app.claimed(value));
    }

    /** Makes it an app that is only routed to: every attempt to start, stop or scale it is refused. */
    public FakeApp alwaysOn(boolean value) {
        return facts(app -> app.alwaysOn(value));
    }

    /** Gives it exactly these process types, sizes and quantities, and the state that goes with them, at once. */
    public FakeApp formation(Formation value) {
        run.become(value, value.isZero() ? AppState.STOPPED : AppState.RUNNING);
        return this;
    }

    /** Gives it exactly these process types and quantities, and the state that goes with them, at once. */
    public FakeApp formation(Map<String, Integer> quantities) {
        return formation(Formation.of(quantities));
    }

    /** Stops it at once; its types and sizes stay. */
    public FakeApp stopped() {
        return formation(formation().zeroed());
    }

    /** Puts it into a state, whatever its formation is, and leaves it there until something is asked of it. */
    public FakeApp state(AppState value) {
        run.state(value);
        return this;
    }

    /** Its processes end by themselves. */
    public FakeApp crash() {
        return state(AppState.CRASHED);
    }

    /** Somebody starts it or changes its scale by hand: it boots as slowly as ever. */
    public FakeApp runByHand(Map<String, Integer> quantities) {
        run.change(now -> now.with(Formation.of(quantities)));
        return this;
    }

    /** Somebody stops it by hand: it stops as slowly as ever. */
    public FakeApp stopByHand() {
        run.change(Formation::zeroed);
        return this;
    }

    /** Gives it another database, an empty one. */
    public synchronized FakeDatabase addDatabase(String id) {
        FakeDatabase added = new FakeDatabase(id, clock);
        databases.add(added);
        return added;
    }

    /** What its commands do from now on; without a word {@link FakeProgram#UNIX}. */
    public synchronized FakeApp program(FakeProgram value) {
        program = value;
        return this;
    }

    /** Sets variables beside those that are there. */
    public synchronized FakeApp configVars(Map<String, Secret> changes) {
        configVars.putAll(changes);
        return this;
    }

    public synchronized Map<String, Secret> configVars() {
        return Collections.unmodifiableMap(new TreeMap<>(configVars));
    }

    /** What its processes write. */
    public FakeLog log() {
        return log;
    }

    /** Its builds, deployments and releases. */
    public FakeHistory history() {
        return history;
    }

    /** What it does now. */
    public AppState state() {
        return run.state();
    }

    /** What it is asked to run now. */
    public Formation formation() {
        return run.formation();
    }

    /** How often it began to boot because the provider was asked to: a start of an app that runs is not one. */
    public int starts() {
        return run.starts();
    }

    /** How often it began to stop because the provider was asked to: a stop of an app that rests is not one. */
    public int stops() {
        return run.stops();
    }

    @Override
    public String toString() {
        return id() + " " + state().label() + " " + formation();
    }

    synchronized App seen() {
        return facts.toBuilder().state(state()).formation(formation()).build();
    }

    FakeRun run() {
        return run;
    }

    List<AppProcess> processes() {
        return run.processes();
    }

    synchronized Collection<FakeDatabase> databases() {
        return List.copyOf(databases);
    }

    synchronized FakeProgram program() {
        return program;
    }

    synchronized void removeConfigVars(Set<String> names) {
        configVars.keySet().removeAll(names);
    }

    private synchronized FakeApp facts(UnaryOperator<App.Builder> change) {
        facts = change.apply(facts.toBuilder()).build();
        return this;
    }
}
