package dev.pawse.redis;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Registry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Every key, all with one prefix. Apps are spread over buckets; what a script touches is of one bucket, and a bucket is in one slot
 * of a cluster: {@code pawse:{b07}:entries}.
 */
record RedisKeys(String prefix) {
    /** Never changes: the keys of a running store depend on it. */
    static final int BUCKETS = 64;

    private static final int FNV_START = 0x811c9dc5;
    private static final int FNV_STEP = 0x01000193;

    static int bucket(AppId app) {
        return bucket(app.toString());
    }

    /** The bucket of a lease: that of the app which it is about. */
    static int bucketOfLease(String lease) {
        return Registry.appOf(lease).map(RedisKeys::bucket).orElseGet(() -> bucket(lease));
    }

    List<String> look(int bucket) {
        return List.of(
                key(bucket, "meta"),
                key(bucket, "log"),
                entries(bucket),
                key(bucket, "used"),
                key(bucket, "inflight"),
                key(bucket, "alive"));
    }

    List<String> usage(int bucket) {
        return List.of(key(bucket, "meta"), key(bucket, "used"), key(bucket, "inflight"), key(bucket, "alive"));
    }

    List<String> publish(int bucket) {
        return List.of(
                key(bucket, "meta"),
                key(bucket, "log"),
                key(bucket, "used"),
                key(bucket, "inflight"),
                key(bucket, "alive"));
    }

    List<String> set(int bucket) {
        return List.of(
                key(bucket, "meta"), key(bucket, "log"), key(bucket, "gone"), entries(bucket), key(bucket, "fences"));
    }

    List<String> remove(int bucket) {
        return List.of(
                key(bucket, "meta"),
                key(bucket, "log"),
                key(bucket, "gone"),
                entries(bucket),
                key(bucket, "used"),
                key(bucket, "inflight"),
                key(bucket, "alive"),
                key(bucket, "fences"));
    }

    String entries(int bucket) {
        return key(bucket, "entries");
    }

    String lease(String name) {
        return key(bucketOfLease(name), "lease:" + name);
    }

    String fences(String lease) {
        return key(bucketOfLease(lease), "fences");
    }

    /** The channel on which apps are named whose entry was written or whose lease was given back. */
    String news() {
        return prefix + ":news";
    }

    /** A key of no meaning, which is written to see whether writing is possible. */
    String mark() {
        return key(0, "mark");
    }

    /** As {@link #mark}, in the same slot as a key of ours. */
    static Optional<String> markBeside(String key) {
        int end = key.indexOf('}') + 1;
        return end == 0 ? Optional.empty() : Optional.of(key.substring(0, end) + ":mark");
    }

    private String key(int bucket, String what) {
        return String.format(Locale.ROOT, "%s:{b%02d}:%s", prefix, bucket, what);
    }

    /** FNV-1a: the same on every machine and in every version. */
    private static int bucket(String text) {
        int hash = FNV_START;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * FNV_STEP;
        }
        return Math.floorMod(hash, BUCKETS);
    }
}
