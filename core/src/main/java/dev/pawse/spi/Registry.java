package dev.pawse.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What several Pawse processes share: the formation to restore, what is intended, who uses which app, and who may act.
 *
 * <p>The provider is the truth; a registry is a memory and a set of leases. It is never asked on the path of a request.
 * Methods may block, are safe to call from many threads, and throw {@link PawseException} with
 * {@link Reason#UNAVAILABLE} when the store cannot be reached.
 */
public interface Registry extends AutoCloseable {
    /** The fence of who writes without a lease. */
    long UNFENCED = 0;

    /** How the name of an app's lease begins. */
    String APP_LEASE = "app:";

    /** The name of the lease under which an app is started or stopped. */
    static String leaseOf(AppId app) {
        return APP_LEASE + app;
    }

    /** The app whose lease has this name; empty where a lease is about something else. */
    static Optional<AppId> appOf(String lease) {
        return lease.startsWith(APP_LEASE)
                ? Optional.of(AppId.parse(lease.substring(APP_LEASE.length())))
                : Optional.empty();
    }

    /** Every entry. */
    List<Entry> entries();

    /** What is remembered of one app. */
    Optional<Entry> entry(AppId app);

    /** As {@link #compareAndSet(long, Entry, long)}, by who holds no lease. */
    default Optional<Entry> compareAndSet(long expectedEpoch, Entry next) {
        return compareAndSet(expectedEpoch, next, UNFENCED);
    }

    /**
     * Writes an entry if nobody wrote one since it was read, and nobody got the app's lease after the writer. The entry is stored with
     * the epoch {@code expectedEpoch + 1}, whatever epoch it carries.
     *
     * @param expectedEpoch the epoch of the entry that was read, or 0 when there was none
     * @param fence the {@link Lease#fence} of the lease {@link #leaseOf} the app under which it is written, or {@link #UNFENCED}
     * @return what is now stored, or empty when the stored epoch is another one or a higher fence was given out
     */
    Optional<Entry> compareAndSet(long expectedEpoch, Entry next, long fence);

    /** Forgets an app, its use included, if nobody wrote its entry since it was read. */
    boolean remove(AppId app, long expectedEpoch);

    /** Says how this process uses apps. Replaces what it said before of the same apps; called about once a second. */
    void publish(Map<AppId, Usage> usage);

    /** How all processes together use apps: requests in flight added up, the shortest idle time. */
    Map<AppId, Usage> usage();

    /** As {@link #usage()}, of one app; empty when nobody said anything of it. */
    default Optional<Usage> usage(AppId app) {
        return Optional.ofNullable(usage().get(app));
    }

    /**
     * Takes a lease if nobody holds it.
     *
     * @param name what it is about, e.g. {@code sweep} or {@link #leaseOf} an app
     * @param ttl how long it is held without being renewed
     */
    Optional<Lease> acquire(String name, Duration ttl);

    /**
     * Whether {@link #usage} tells of every process that is there. A registry that lost what it kept, was out of reach or whose clock
     * was set is not settled until every process had the time to speak again; nothing is stopped meanwhile. Never blocks.
     */
    default boolean isSettled() {
        return true;
    }

    /** Why this registry cannot be asked or relied on at this moment, in words for an operator; empty when it can. Never blocks. */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /**
     * Names a listener that hears of each app whose entry was written, or whose lease was given back, by any process. It is called at
     * most once for each, on a thread of the registry's, must not block, and may miss some: who waits for something also looks.
     */
    default void onNews(Consumer<AppId> listener) {}

    /** Whether this registry outlives this process, so that a restart forgets nothing. */
    default boolean isDurable() {
        return false;
    }

    @Override
    default void close() {}

    /**
     * What is remembered of one app.
     *
     * @param app whose entry it is
     * @param epoch grows by one with each write
     * @param stage what was last done or intended
     * @param formation what ran before the app was stopped, and must run again; never all zero once it was not
     * @param since when this stage began
     */
    record Entry(AppId app, long epoch, Stage stage, Formation formation, Instant since) {}

    /** What was last done with an app, or is intended and may not have happened yet. */
    enum Stage {
        /** It runs, as far as we had a hand in it. */
        AWAKE,
        /** An intent: it is about to be stopped, or was, and we do not know which. */
        RESTING,
        /** We stopped it. */
        ASLEEP,
        /** An intent: it is about to be started, or was, and we do not know which. */
        WAKING;

        /** The word that files and people use: lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How an app is used.
     *
     * @param inFlight requests, downloads and streams that have begun and not ended
     * @param idle how long ago the last one ended; zero while one is in flight. A duration and not a moment, as the clocks
     *     of two machines must not be compared.
     */
    record Usage(int inFlight, Duration idle) {}

    /** The right to act, until it is given back or runs out. */
    interface Lease extends AutoCloseable {
        /** Grows with each holder; a write that carries an older one is refused where that can be checked. */
        long fence();

        /** Whether it is still held, by this process's own monotonic time; never blocks. */
        boolean held();

        /** Holds it for another full time; false when it was lost. */
        boolean renew();

        /** Gives it back; does nothing when it was lost. */
        @Override
        void close();
    }
}
