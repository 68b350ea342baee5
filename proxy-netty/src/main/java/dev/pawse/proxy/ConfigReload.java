package dev.pawse.proxy;

import dev.pawse.core.PawseConfig;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again and has what runs take it over, or none of it where anything in it is wrong. Safe for many
 * threads; one reload at a time. Blocks.
 */
final class ConfigReload {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigReload.class);

    private final PawseConfig started;
    private final Supplier<PawseConfig> reader;
    private final Consumer<PawseConfig> taker;
    private final Metrics metrics;
    private final Clock clock;
    private volatile State state;

    /**
     * @param started what the process began with, which what cannot change is compared to
     * @param reader reads and checks it all again, and throws a {@link PawseException} with one problem a line
     * @param taker takes over what can change; must not fail
     */
    ConfigReload(
            PawseConfig started,
            Supplier<PawseConfig> reader,
            Consumer<PawseConfig> taker,
            Metrics metrics,
            Clock clock) {
        this.started = started;
        this.reader = reader;
        this.taker = taker;
        this.metrics = metrics;
        this.clock = clock;
        state = new State(started, clock.instant(), List.of(), null);
    }

    /**
     * Which configuration is in force.
     *
     * @param config it
     * @param since when it was read
     * @param needsRestart the variables that the newest files give another value than this process began with
     * @param failure the last attempt, if it failed
     */
    record State(
            PawseConfig config,
            Instant since,
            List<String> needsRestart,
            @Nullable Failure failure) {}

    /** A configuration that was not taken. */
    record Failure(Instant at, Reason reason, List<String> problems) {}

    State state() {
        return state;
    }

    /**
     * Reads and checks it as {@link #reload} does, and takes nothing over.
     *
     * @throws PawseException with one problem a line
     */
    State check() {
        PawseConfig newer = reader.get();
        return new State(newer, clock.instant(), started.needRestart(newer), null);
    }

    /**
     * Reads it again and takes it over.
     *
     * @param who asks, for the log
     * @throws PawseException with one problem a line; then all is as before
     */
    synchronized State reload(String who) {
        PawseConfig newer;
        try {
            newer = reader.get();
        } catch (PawseException e) {
            if (e.reason() == Reason.UNSUPPORTED) {
                throw e;
            }
            throw failed(who, e);
        } catch (RuntimeException e) {
            LOG.error("the configuration could not be read again", e);
            throw failed(who, new PawseException(Reason.INTERNAL, "the configuration could not be read: " + e, e));
        }
        taker.accept(newer);
        State taken = new State(newer, clock.instant(), started.needRestart(newer), null);
        state = taken;
        metrics.reloaded();
        LOG.info(
                "the configuration was read again, asked for by {}: {} rules",
                who,
                newer.rules().all().size());
        newer.warnings().forEach(LOG::warn);
        if (!taken.needsRestart().isEmpty()) {
            LOG.warn("needs a restart: {}", String.join(", ", taken.needsRestart()));
        }
        return taken;
    }

    private PawseException failed(String who, PawseException failure) {
        List<String> problems = failure.message().lines().toList();
        State before = state;
        state = new State(
                before.config(),
                before.since(),
                before.needsRestart(),
                new Failure(clock.instant(), failure.reason(), problems));
        metrics.reloadFailed();
        LOG.error("the configuration was read again, asked for by {}, and is not taken; the one before goes on", who);
        problems.forEach(LOG::error);
        return failure;
    }
}
