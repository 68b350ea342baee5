package dev.pawse.redis;

import dev.pawse.redis.RedisLink.Call;
import dev.pawse.redis.RedisLink.Reply;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Registry.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process says of how it uses apps: what changed, and every few seconds what it is using. What is not known to have
 * arrived is said again. Safe for many threads, one of which speaks at a time.
 */
final class Publisher implements StoreWatch.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final Script PUBLISH = Script.named("publish");
    /** Last use that moved by less is not worth a word. */
    private static final Duration TOLERANCE = Duration.ofMillis(500);
    /** What a failover may have lost: what was written shortly before. */
    private static final Duration RECENT = Duration.ofSeconds(60);

    /** How many apps one call speaks of at most: it keeps all others waiting while it runs. */
    private static final int MOST = 250;

    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final long NEVER = Long.MIN_VALUE;
    private static final Duration LONGEST = Duration.ofDays(10_000);

    private final RedisLink link;
    private final RedisKeys keys;
    private final Timing timing;
    private final LongSupplier nanoTime;
    private final String process;
    /** What of this process's words is known to have arrived. */
    private final Map<AppId, Word> words = new HashMap<>();

    private final Map<Integer, Set<AppId>> inUse = new HashMap<>();
    private final Map<Integer, Long> restatedNanos = new HashMap<>();
    private long roundNanos;
    private int round;
    private volatile boolean allInDoubt;
    private volatile boolean recentInDoubt;
    /** When the store last lost what it kept; {@link #NEVER} as long as it did not. */
    private volatile long lostNanos = NEVER;
    /** Nothing was lost since the store was read: what it holds need not be said. */
    private boolean untouched = true;

    /** @param process the random name of this process */
    Publisher(RedisLink link, RedisKeys keys, Timing timing, LongSupplier nanoTime, String process) {
        this.link = link;
        this.keys = keys;
        this.timing = timing;
        this.nanoTime = nanoTime;
        this.process = process;
        roundNanos = nanoTime.getAsLong();
    }

    private record Word(int inFlight, long usedNanos) {
        boolean says(Word other) {
            return inFlight == other.inFlight && (inFlight > 0 || other.usedNanos - usedNanos <= TOLERANCE.toNanos());
        }
    }

    /** Has everything said again with the next word. Does not wait. */
    @Override
    public void set() {
        allInDoubt = true;
    }

    /**
     * Has everything said again with the next word, as used at this moment at the earliest: what processes said that are gone since
     * is lost, and nothing may be stopped sooner for it. Does not wait.
     */
    @Override
    public void lost() {
        long now = nanoTime.getAsLong();
        lostNanos = now == NEVER ? now + 1 : now;
        allInDoubt = true;
    }

    /** Has said again what was said lately. Does not wait. */
    void doubtRecent() {
        recentInDoubt = true;
    }

    /**
     * Says how this process uses apps. Waits for Redis.
     *
     * @param watch told of what the answers begin with
     * @param stored when an app was last used as the store has it, by the store's time; the smallest number when that is not known
     */
    synchronized void publish(Map<AppId, Usage> usage, StoreWatch watch, ToLongFunction<AppId> stored) {
        long now = nanoTime.getAsLong();
        doubt(now);
        Map<Integer, Map<AppId, Word>> news = new TreeMap<>();
        usage.forEach((app, use) -> {
            Word word = word(use, now);
            Word before = words.get(app);
            if (before == null && isStored(app, word, watch, stored)) {
                words.put(app, word);
            } else if (before == null || !before.says(word)) {
                news.computeIfAbsent(RedisKeys.bucket(app), bucket -> new HashMap<>())
                        .put(app, word);
            }
        });
        Set<Integer> restated = new HashSet<>();
        inUse.forEach((bucket, apps) -> {
            Long last = restatedNanos.get(bucket);
            if (!apps.isEmpty()
                    && (last == null || now - last >= timing.restated().toNanos())) {
                restated.add(bucket);
                restate(news.computeIfAbsent(bucket, any -> new HashMap<>()), apps, now);
            }
        });
        if (now - roundNanos >= ROUND.toNanos()) {
            // One bucket after the other is looked at, whether or not there is something to say: it may have lost its
            // data.
            roundNanos = now;
            round = (round + 1) % RedisKeys.BUCKETS;
            news.computeIfAbsent(round, any -> new HashMap<>());
        }
        say(news, restated, now, watch);
    }

    /** What was said of an app is forgotten in the store. */
    synchronized void removed(AppId app) {
        words.remove(app);
        Set<AppId> apps = inUse.get(RedisKeys.bucket(app));
        if (apps != null) {
            apps.remove(app);
        }
    }

    private void say(Map<Integer, Map<AppId, Word>> news, Set<Integer> restated, long now, StoreWatch watch) {
        List<Part> parts = new ArrayList<>();
        news.forEach((bucket, some) -> parts.addAll(Part.of(bucket, some, uses(bucket, some))));
        List<Call> calls = new ArrayList<>();
        for (Part part : parts) {
            // Until the answer is there nobody knows what arrived.
            part.news().keySet().forEach(words::remove);
            calls.add(new Call(PUBLISH, keys.publish(part.bucket()), arguments(part, now)));
        }
        long sent = nanoTime.getAsLong();
        Iterator<Reply> replies = link.runAll(calls).iterator();
        for (Part part : parts) {
            Reply reply = replies.next();
            if (reply.failure() != null) {
                LOG.debug("the use of apps of bucket {} was not taken in", part.bucket(), reply.failure());
                continue;
            }
            arrived(part.bucket(), part.news());
            boolean wasKnown = Answers.number(reply.values().get(2)) == 1;
            if (restated.contains(part.bucket())) {
                restatedNanos.put(part.bucket(), now);
            } else if (!wasKnown) {
                // It had been given up for dead, and what it had said is forgotten.
                restatedNanos.remove(part.bucket());
            }
            watch.answered(
                    part.bucket(),
                    Answers.number(reply.values().get(0)),
                    Answers.text(reply.values().get(1)),
                    sent);
        }
    }

    /**
     * What one call says.
     *
     * @param inUse whether this process uses an app of the bucket now, be it one of these or another
     */
    private record Part(int bucket, Map<AppId, Word> news, boolean inUse) {
        /** All of a bucket's news, in one part also where there are none. */
        static List<Part> of(int bucket, Map<AppId, Word> news, boolean inUse) {
            if (news.size() <= MOST) {
                return List.of(new Part(bucket, news, inUse));
            }
            List<Part> parts = new ArrayList<>();
            Map<AppId, Word> some = new HashMap<>();
            for (Map.Entry<AppId, Word> each : news.entrySet()) {
                if (some.size() == MOST) {
                    parts.add(new Part(bucket, some, inUse));
                    some = new HashMap<>();
                }
                some.put(each.getKey(), each.getValue());
            }
            parts.add(new Part(bucket, some, inUse));
            return parts;
        }
    }

    private boolean uses(int bucket, Map<AppId, Word> news) {
        return news.values().stream().anyMatch(word -> word.inFlight() > 0)
                || inUse.getOrDefault(bucket, Set.of()).stream().anyMatch(app -> !news.containsKey(app));
    }

    private List<String> arguments(Part part, long now) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Ids.random());
        arguments.add(process);
        arguments.add(String.valueOf(timing.alive().toMillis()));
        arguments.add(part.inUse() ? "1" : "0");
        part.news().forEach((app, word) -> {
            arguments.add(app.toString());
            arguments.add(String.valueOf(word.inFlight()));
            arguments.add(String.valueOf(Math.max(0, (now - word.usedNanos()) / 1_000_000)));
        });
        return arguments;
    }

    private void arrived(int bucket, Map<AppId, Word> news) {
        Set<AppId> apps = inUse.computeIfAbsent(bucket, any -> new HashSet<>());
        news.forEach((app, word) -> {
            words.put(app, word);
            if (word.inFlight() > 0) {
                apps.add(app);
            } else {
                apps.remove(app);
            }
        });
    }

    private void restate(Map<AppId, Word> news, Set<AppId> apps, long now) {
        for (AppId app : apps) {
            Word word = words.get(app);
            if (word != null && word.inFlight() > 0) {
                news.putIfAbsent(app, new Word(word.inFlight(), now));
            }
        }
    }

    private void doubt(long now) {
        if (allInDoubt) {
            allInDoubt = false;
            recentInDoubt = false;
            untouched = false;
            words.clear();
            restatedNanos.clear();
        }
        if (recentInDoubt) {
            recentInDoubt = false;
            words.values().removeIf(word -> word.inFlight() > 0 || now - word.usedNanos() < RECENT.toNanos());
            restatedNanos.clear();
        }
    }

    private boolean isStored(AppId app, Word word, StoreWatch watch, ToLongFunction<AppId> stored) {
        if (!untouched || word.inFlight() > 0) {
            return false;
        }
        long storedMillis = stored.applyAsLong(app);
        return storedMillis != Long.MIN_VALUE
                && storedMillis + TOLERANCE.toMillis() >= watch.storeMillis(word.usedNanos());
    }

    private Word word(Usage use, long now) {
        if (use.inFlight() > 0) {
            return new Word(use.inFlight(), now);
        }
        Duration idle = use.idle().compareTo(LONGEST) > 0 ? LONGEST : use.idle();
        long used = now - Math.max(0, idle.toNanos());
        return new Word(0, lostNanos != NEVER && lostNanos - used > 0 ? lostNanos : used);
    }
}
