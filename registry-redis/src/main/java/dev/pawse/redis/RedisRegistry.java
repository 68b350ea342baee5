package dev.pawse.redis;

import dev.pawse.redis.RedisLink.Call;
import dev.pawse.redis.RedisLink.Reply;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Registry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry that many processes share, in Redis. Each step is one script, so that it happens as a whole or not at all, and one
 * that is sent twice does no harm; the only clock that counts is the store's. Safe for many threads; waits for Redis, never for
 * long ({@link RedisLink}).
 */
final class RedisRegistry implements Registry {
    private static final Logger LOG = LoggerFactory.getLogger(RedisRegistry.class);
    private static final Script LOOK = Script.named("look");
    private static final Script USAGE = Script.named("usage");
    private static final Script SET = Script.named("set");
    private static final Script REMOVE = Script.named("remove");
    private static final Script ACQUIRE = Script.named("acquire");
    /** How many forgotten apps of a bucket others can learn of one by one. */
    private static final int GONE_KEPT = 1000;

    private static final int MOST_COMPLAINTS = 1000;

    private final RedisLink link;
    private final RedisKeys keys;
    private final Timing timing;
    private final LongSupplier nanoTime;
    private final Publisher publisher;
    private final StoreWatch watch;
    private final List<View> views = new ArrayList<>();
    private final Map<String, Long> fences = new ConcurrentHashMap<>();
    private final Set<String> complaints = ConcurrentHashMap.newKeySet();
    private final List<Consumer<AppId>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong connections = new AtomicLong();
    private int anew;

    /** @param nanoTime a monotonic clock, by which leases are given up and moments of use are reckoned */
    RedisRegistry(RedisLink link, RedisKeys keys, Timing timing, LongSupplier nanoTime) {
        this.link = link;
        this.keys = keys;
        this.timing = timing;
        this.nanoTime = nanoTime;
        publisher = new Publisher(link, keys, timing, nanoTime, Ids.random());
        watch = new StoreWatch(timing, nanoTime, publisher);
        for (int bucket = 0; bucket < RedisKeys.BUCKETS; bucket++) {
            views.add(new View(bucket));
        }
        link.onRenewed(this::renewed);
    }

    @Override
    public List<Entry> entries() {
        synchronized (views) {
            look();
            List<Entry> all = new ArrayList<>();
            views.forEach(view -> view.content.addEntries(all));
            return all;
        }
    }

    @Override
    public Optional<Entry> entry(AppId app) {
        String key = keys.entries(RedisKeys.bucket(app));
        String record = link.call(commands -> commands.hget(key, app.toString()));
        return record == null ? Optional.empty() : decode(key, app.toString(), record);
    }

    @Override
    public Optional<Entry> compareAndSet(long expectedEpoch, Entry next, long fence) {
        AppId app = next.app();
        Entry stored = new Entry(app, expectedEpoch + 1, next.stage(), next.formation(), next.since());
        String call = Ids.random();
        List<Object> answer = link.run(
                SET,
                keys.set(RedisKeys.bucket(app)),
                List.of(
                        app.toString(),
                        String.valueOf(expectedEpoch),
                        call,
                        EntryCodec.encode(stored, call),
                        Registry.leaseOf(app),
                        String.valueOf(fence),
                        keys.news()));
        return isYes(answer) ? Optional.of(stored) : Optional.empty();
    }

    @Override
    public boolean remove(AppId app, long expectedEpoch) {
        List<Object> answer = link.run(
                REMOVE,
                keys.remove(RedisKeys.bucket(app)),
                List.of(app.toString(), String.valueOf(expectedEpoch), Registry.APP_LEASE, String.valueOf(GONE_KEPT)));
        if (!isYes(answer)) {
            return false;
        }
        publisher.removed(app);
        return true;
    }

    @Override
    public void publish(Map<AppId, Usage> usage) {
        publisher.publish(
                usage, watch, app -> views.get(RedisKeys.bucket(app)).content.usedMillis(app.toString()));
    }

    @Override
    public Map<AppId, Usage> usage() {
        synchronized (views) {
            look();
            Map<AppId, Usage> all = new HashMap<>();
            views.forEach(view -> view.content.addUsage(all));
            return all;
        }
    }

    @Override
    public Optional<Usage> usage(AppId app) {
        int bucket = RedisKeys.bucket(app);
        long sent = nanoTime.getAsLong();
        List<Object> answer = link.run(
                USAGE,
                keys.usage(bucket),
                List.of(Ids.random(), app.toString(), String.valueOf(timing.mostAheadMillis())));
        long now = Answers.number(answer.get(0));
        watch.answered(bucket, now, Answers.text(answer.get(1)), sent);
        String used = Answers.text(answer.get(2));
        int inFlight = Math.toIntExact(Answers.number(answer.get(3)));
        if (used.isEmpty() && inFlight == 0) {
            return Optional.empty();
        }
        return Optional.of(Answers.usage(inFlight, now, used.isEmpty() ? now : Answers.millis(used)));
    }

    @Override
    public Optional<Lease> acquire(String name, Duration ttl) {
        String owner = Ids.random();
        long seen = fences.getOrDefault(name, UNFENCED);
        long sent = nanoTime.getAsLong();
        List<Object> answer;
        try {
            answer = link.run(
                    ACQUIRE,
                    List.of(keys.lease(name), keys.fences(name)),
                    List.of(owner, String.valueOf(ttl.toMillis()), name, String.valueOf(seen)));
        } catch (PawseException e) {
            // It may have been taken, by nobody who knows.
            RedisLease.letGo(link, keys, name, owner);
            throw e;
        }
        if (Answers.number(answer.get(1)) == 1) {
            watch.wentBack();
        }
        if (Answers.text(answer.get(0)).isEmpty()) {
            return Optional.empty();
        }
        long fence = Answers.number(answer.get(0));
        fences.merge(name, fence, Math::max);
        return Optional.of(new RedisLease(link, keys, nanoTime, name, owner, fence, ttl, sent));
    }

    @Override
    public boolean isSettled() {
        return link.trouble().isEmpty() && watch.isSettled();
    }

    @Override
    public Optional<String> trouble() {
        return link.trouble();
    }

    @Override
    public synchronized void onNews(Consumer<AppId> listener) {
        listeners.add(listener);
        if (listeners.size() == 1) {
            link.listen(
                    keys.news(),
                    name -> Answers.app(name).ifPresent(app -> listeners.forEach(each -> each.accept(app))));
        }
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public void close() {
        link.close();
    }

    /** A bucket and as of which connection it was read. */
    private final class View {
        private final int bucket;
        private final BucketView content;
        private long connection = -1;

        private View(int bucket) {
            this.bucket = bucket;
            String key = keys.entries(bucket);
            content = new BucketView((app, record) -> decode(key, app, record));
        }
    }

    /** Brings every view up to date. */
    private void look() {
        long connection = connections.get();
        // One after the other is read as a whole, should a change have been missed all the same.
        views.get(anew++ % RedisKeys.BUCKETS).connection = -1;
        List<Call> calls = new ArrayList<>();
        for (View view : views) {
            String known = view.connection == connection ? view.content.generation() : "";
            calls.add(new Call(
                    LOOK,
                    keys.look(view.bucket),
                    List.of(Ids.random(), known, view.content.seq(), String.valueOf(timing.mostAheadMillis()))));
        }
        long sent = nanoTime.getAsLong();
        List<Reply> replies = link.runAll(calls);
        for (View view : views) {
            Reply reply = replies.get(view.bucket);
            if (reply.failure() != null) {
                complain("bucket " + view.bucket, reply.failure().message());
                continue;
            }
            view.content.take(reply.values());
            view.connection = connection;
            watch.answered(
                    view.bucket,
                    Answers.number(reply.values().get(0)),
                    Answers.text(reply.values().get(1)),
                    sent);
        }
    }

    private void renewed() {
        connections.incrementAndGet();
        watch.reconnected();
        publisher.doubtRecent();
    }

    private Optional<Entry> decode(String key, String field, String record) {
        try {
            return Optional.of(EntryCodec.decode(AppId.parse(field), record));
        } catch (RuntimeException e) {
            complain(key + " " + field, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Says it once of each key and field. */
    private void complain(String where, String why) {
        if (complaints.size() < MOST_COMPLAINTS && complaints.add(where)) {
            LOG.warn("{} {}; it is left out", where, why);
        }
    }

    private static boolean isYes(List<Object> answer) {
        return Answers.number(answer.get(0)) == 1;
    }
}
