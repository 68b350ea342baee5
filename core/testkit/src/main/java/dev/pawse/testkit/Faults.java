package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong at a {@link FakeProvider}: calls that fail, answers that get lost, calls that hang, a limit on the calls.
 * Safe for many threads.
 */
public final class Faults {
    private final Clock clock;
    private final List<Rule> rules = new ArrayList<>();
    private final Deque<Instant> counted = new ArrayDeque<>();
    private int callsPerWindow = Integer.MAX_VALUE;
    private Duration window = Duration.ZERO;

    Faults(Clock clock) {
        this.clock = clock;
    }

    /** Begins a fault: of this operation, for whichever app. */
    public Fault on(Operation operation) {
        return new Fault(operation, null);
    }

    /** Begins a fault: of this operation, for this app alone. */
    public Fault on(Operation operation, AppId app) {
        return new Fault(operation, app);
    }

    /** Lets so many calls through in any such time and refuses the others, as a platform's rate limit does. */
    public synchronized void limit(int calls, Duration per) {
        callsPerWindow = calls;
        window = per;
        counted.clear();
    }

    /** Ends every fault; calls that hang go on. */
    public void heal() {
        List<Rule> ended;
        synchronized (this) {
            ended = List.copyOf(rules);
            rules.clear();
            callsPerWindow = Integer.MAX_VALUE;
        }
        ended.forEach(Rule::end);
    }

    /** What happens to a call before it has an effect. Blocks while it hangs. */
    void before(Operation operation, @Nullable AppId app) {
        count();
        apply(operation, app, false);
    }

    /** What happens to a call after it has had its effect. */
    void after(Operation operation, @Nullable AppId app) {
        apply(operation, app, true);
    }

    private void apply(Operation operation, @Nullable AppId app, boolean late) {
        for (Rule rule : matching(operation, app, late)) {
            rule.action.accept(operation);
        }
    }

    private synchronized List<Rule> matching(Operation operation, @Nullable AppId app, boolean late) {
        List<Rule> found = new ArrayList<>();
        for (Rule rule : List.copyOf(rules)) {
            if (rule.concerns(operation, app, late)) {
                found.add(rule);
                rule.left--;
                if (rule.left == 0) {
                    rules.remove(rule);
                }
            }
        }
        return found;
    }

    private synchronized void count() {
        if (callsPerWindow == Integer.MAX_VALUE) {
            return;
        }
        Instant now = clock.instant();
        while (!counted.isEmpty() && !counted.getFirst().plus(window).isAfter(now)) {
            counted.removeFirst();
        }
        if (counted.size() >= callsPerWindow) {
            Duration wait = counted.isEmpty()
                    ? window
                    : Duration.between(now, counted.getFirst().plus(window));
            throw new PawseException(Reason.RATE_LIMITED, "the platform asks for fewer calls").withRetryAfter(wait);
        }
        counted.addLast(now);
    }

    private synchronized void add(Rule rule) {
        rules.add(rule);
    }

    /** A fault that is being arranged: which calls it hits is told, what happens to them is not yet. */
    public final class Fault {
        private final Operation operation;
        private final @Nullable AppId app;

        private Fault(Operation operation, @Nullable AppId app) {
            this.operation = operation;
            this.app = app;
        }

        /** The next calls fail and have no effect; then they go well again. */
        public void failNext(int calls, PawseException failure) {
            add(new Rule(operation, app, false, calls, raise(failure), () -> {}));
        }

        /** All calls fail and have no effect, until {@link Faults#heal}. */
        public void fail(PawseException failure) {
            failNext(Integer.MAX_VALUE, failure);
        }

        /** As {@link #fail(PawseException)}, with a message made up. */
        public void fail(Reason reason) {
            fail(made(reason));
        }

        /** As {@link #failNext(int, PawseException)}, with a message made up. */
        public void failNext(int calls, Reason reason) {
            failNext(calls, made(reason));
        }

        /** The next calls do what they should and fail all the same: the answer was lost on its way. */
        public void loseAnswers(int calls, PawseException failure) {
            add(new Rule(operation, app, true, calls, raise(failure), () -> {}));
        }

        /** All calls hang before they have an effect, until the gate is opened. */
        public Gate block() {
            Gate gate = new Gate();
            add(new Rule(operation, app, false, Integer.MAX_VALUE, called -> gate.pass(), gate::open));
            return gate;
        }

        /** All calls hang after they have had their effect, until the gate is opened. */
        public Gate blockAnswers() {
            Gate gate = new Gate();
            add(new Rule(operation, app, true, Integer.MAX_VALUE, called -> gate.pass(), gate::open));
            return gate;
        }

        /** Does something at each call, on its thread, before it has an effect; what it throws the caller gets. */
        public void doing(Runnable action) {
            add(new Rule(operation, app, false, Integer.MAX_VALUE, called -> action.run(), () -> {}));
        }

        private PawseException made(Reason reason) {
            return new PawseException(reason, "the platform refuses " + operation + " (" + reason.label() + ")");
        }

        private Consumer<Operation> raise(PawseException failure) {
            return called -> {
                throw failure;
            };
        }
    }

    private static final class Rule {
        private final Operation operation;
        private final @Nullable AppId app;
        private final boolean late;
        private final Consumer<Operation> action;
        private final Runnable ending;
        private int left;

        private Rule(
                Operation operation,
                @Nullable AppId app,
                boolean late,
                int left,
                Consumer<Operation> action,
                Runnable ending) {
            this.operation = operation;
            this.app = app;
            this.late = late;
            this.left = left;
            this.action = action;
            this.ending = ending;
        }

        private boolean concerns(Operation called, @Nullable AppId id, boolean afterwards) {
            return operation == called && late == afterwards && (app == null || app.equals(id));
        }

        private void end() {
            ending.run();
        }
    }
}
