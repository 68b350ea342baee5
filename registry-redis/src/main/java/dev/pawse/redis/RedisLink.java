package dev.pawse.redis;

import dev.pawse.redis.Dialer.Line;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to one Redis: a connection that is made at the first use and comes back by itself, and a circuit that keeps callers from
 * waiting for a Redis that is away.
 *
 * <p>Methods that ask wait as long as their {@link Patience} says, a little longer while the first connection is made, and throw
 * {@link PawseException} with {@link Reason#UNAVAILABLE} and the server's own words. After three failures in a row they fail at
 * once; one write a second finds out when it is over. Safe for many threads, never to be called from an event loop.
 */
final class RedisLink implements AutoCloseable {
    private static final Duration PULSE = Duration.ofSeconds(1);
    /** A connection on which nothing came back for so long is given up. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Duration MARK_KEPT = Duration.ofSeconds(10);
    /** How many calls of a batch are on their way at once. */
    private static final int WINDOW = 8;

    private final String name;
    private final Dialer dialer;
    private final Patience patience;
    private final Circuit circuit;
    private final List<Runnable> onRenewed = new CopyOnWriteArrayList<>();
    private volatile @Nullable News news;
    private @Nullable CompletableFuture<Line> line;
    private boolean beats;
    private volatile boolean connected;
    private boolean closed;
    private volatile String mark;
    private volatile long answeredNanos = System.nanoTime();

    /**
     * @param role what it is there for, e.g. {@code registry}
     * @param mark a key of no meaning, which is written to see whether writing is possible
     */
    RedisLink(String role, Dialer dialer, String mark) {
        this.name = "the " + role + " at " + dialer.name();
        this.dialer = dialer;
        patience = dialer.patience();
        this.mark = mark;
        circuit = new Circuit(name);
    }

    /** One script with its keys, all of one slot, and its arguments. */
    record Call(Script script, List<String> keys, List<String> arguments) {}

    /** What a script answered; a failure where a key it stands on is damaged. */
    record Reply(List<Object> values, @Nullable PawseException failure) {}

    /** Runs a script. */
    List<Object> run(Script script, List<String> keys, List<String> arguments) {
        Reply reply = runAll(List.of(new Call(script, keys, arguments))).get(0);
        if (reply.failure() != null) {
            throw reply.failure();
        }
        return reply.values();
    }

    /** Runs many scripts, several at once; the replies come in the order of the calls. */
    List<Reply> runAll(List<Call> calls) {
        List<Reply> replies = new ArrayList<>(calls.size());
        for (int from = 0; from < calls.size(); from += WINDOW) {
            List<Call> some = calls.subList(from, Math.min(calls.size(), from + WINDOW));
            Line now = line();
            List<Sent<List<Object>>> sent = new ArrayList<>(some.size());
            some.forEach(call -> sent.add(Sent.script(now.commands(), call)));
            for (int i = 0; i < some.size(); i++) {
                replies.add(reply(some.get(i), sent.get(i)));
            }
        }
        return replies;
    }

    /** Gives a command and waits for its answer. */
    <T> @Nullable T call(Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> command) {
        try {
            return await(Sent.command(command.apply(line().commands())));
        } catch (Refused e) {
            throw e.failure;
        }
    }

    /** Runs a script whose answer nobody needs; does nothing when Redis is away. Does not wait. */
    void tell(Script script, List<String> keys, List<String> arguments) {
        CompletableFuture<Line> now;
        synchronized (this) {
            now = line;
        }
        if (now != null && now.isDone() && !now.isCompletedExceptionally()) {
            Sent.script(now.join().commands(), new Call(script, keys, arguments));
        }
    }

    /** Hears what is said on one channel from soon on; on an event loop. What is said while the connection is away is lost. */
    void listen(String channel, Consumer<String> heard) {
        News wanted = new News(dialer, channel, heard);
        news = wanted;
        wanted.connect();
        connect();
    }

    /** Has something done whenever the connection is a new one: what was known of Redis may no longer be so. On an event loop. */
    void onRenewed(Runnable action) {
        onRenewed.add(action);
    }

    /** Why Redis cannot be asked or written to, in words for an operator; empty when it can. Never blocks. */
    Optional<String> trouble() {
        return circuit.trouble();
    }

    /** Gives up the connections; waits for two seconds at most. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        dialer.close();
    }

    private Line line() {
        circuit.trouble().ifPresent(trouble -> {
            throw new PawseException(Reason.UNAVAILABLE, trouble);
        });
        try {
            Duration limit = connected ? patience.command() : patience.first();
            return connect().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            String why = "cannot be reached: there is no connection yet";
            circuit.failed(why);
            throw unavailable(why, e);
        } catch (ExecutionException e) {
            String why = why(e);
            // Whoever asks next what the trouble is finds it, even before the connection's own end has told it.
            circuit.broke(why);
            throw unavailable(why, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("was not waited for", e);
        }
    }

    private synchronized CompletableFuture<Line> connect() {
        CompletableFuture<Line> now = line;
        if (now != null && !now.isCompletedExceptionally()) {
            return now;
        }
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("closed"));
        }
        CompletableFuture<Line> next = dial();
        line = next;
        next.whenComplete((made, failure) -> {
            if (failure == null) {
                connected = true;
                renewed();
            } else {
                circuit.broke(why(failure));
            }
        });
        if (!beats) {
            beats = true;
            dialer.timer()
                    .scheduleWithFixedDelay(this::beat, PULSE.toMillis(), PULSE.toMillis(), TimeUnit.MILLISECONDS);
        }
        return next;
    }

    private CompletableFuture<Line> dial() {
        try {
            return dialer.dial(this::renewed).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void renewed() {
        answeredNanos = System.nanoTime();
        onRenewed.forEach(Runnable::run);
        if (circuit.trouble().isPresent()) {
            probe();
        }
    }

    private void beat() {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        try {
            lookAfter();
        } catch (RuntimeException e) {
            // The next beat comes only after one that did not fail.
            circuit.failed(why(e));
        }
    }

    /** Once a second: has a connection made where there is none, and asks for a sign of life where nobody else did. */
    private void lookAfter() {
        News wanted = news;
        if (wanted != null) {
            wanted.connect();
        }
        long silent = System.nanoTime() - answeredNanos;
        if (circuit.trouble().isPresent() && silent > SILENCE.toNanos()) {
            drop();
        }
        if (circuit.trouble().isPresent() || silent >= PULSE.toNanos()) {
            probe();
        }
    }

    private void probe() {
        CompletableFuture<Line> now = connect();
        if (!now.isDone() || now.isCompletedExceptionally()) {
            return;
        }
        now.join().commands().set(mark, "1", SetArgs.Builder.px(MARK_KEPT)).whenComplete((done, failure) -> {
            if (failure == null) {
                succeeded();
            } else {
                failed(failure);
            }
        });
    }

    private Reply reply(Call call, Sent<List<Object>> sent) {
        try {
            List<Object> values = await(sent);
            return new Reply(values == null ? List.of() : values, null);
        } catch (Refused e) {
            return new Reply(List.of(), e.failure);
        } catch (PawseException e) {
            // Where writing failed is where to try it: with several servers the others may be well.
            mark = RedisKeys.markBeside(call.keys().get(0)).orElse(mark);
            throw e;
        }
    }

    private <T> @Nullable T await(Sent<T> sent) throws Refused {
        try {
            T value = sent.get(patience.command());
            succeeded();
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("was not waited for", e);
        } catch (TimeoutException e) {
            throw unavailable(failed(e), e);
        } catch (ExecutionException e) {
            if (RedisErrors.isOfOneKey(e)) {
                succeeded();
                throw new Refused(unavailable(why(e), e));
            }
            throw unavailable(failed(e), e);
        }
    }

    private void succeeded() {
        answeredNanos = System.nanoTime();
        circuit.succeeded();
    }

    private String failed(Throwable failure) {
        String why = why(failure);
        String more = why.contains("not connected") ? dialer.lastFailure().orElse(why) : why;
        circuit.failed(more);
        if (RedisErrors.isReadOnly(failure)) {
            drop();
        }
        return more;
    }

    /** Gives the connection up, so that the next one is made to whoever has that name then. */
    private void drop() {
        CompletableFuture<Line> old;
        synchronized (this) {
            old = line;
            line = null;
        }
        answeredNanos = System.nanoTime();
        if (old != null) {
            old.thenAccept(given -> given.connection().closeAsync());
        }
    }

    private String why(Throwable failure) {
        return RedisErrors.why(failure, patience.command());
    }

    private PawseException unavailable(String why, Throwable cause) {
        return new PawseException(Reason.UNAVAILABLE, name + " " + why, cause);
    }

    /** A call that the server refused for what it stands on alone. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient PawseException failure;

        private Refused(PawseException failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
