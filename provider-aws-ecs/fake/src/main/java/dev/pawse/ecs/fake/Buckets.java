package dev.pawse.ecs.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The buckets of one account, kept in a folder of this machine, for the tasks that use them and for tests. Safe for many threads. */
public final class Buckets implements AutoCloseable {
    private final Path folder;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    private Buckets(Path folder) {
        this.folder = folder;
    }

    static Buckets open() {
        try {
            return new Buckets(Files.createTempDirectory("fake-aws-s3"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where each bucket is a folder, and each object in it a file named by its key as in an address, {@code dumps%2Fone.dump}. */
    public Path folder() {
        return folder;
    }

    /** Makes a bucket if there is none of that name. */
    public void create(String bucket) {
        buckets.computeIfAbsent(bucket, this::made);
    }

    /** Puts an object. */
    public void put(String bucket, String key, byte[] bytes) {
        require(bucket).put(key, bytes);
    }

    /** An object, read whole; empty when there is none. */
    public Optional<byte[]> read(String bucket, String key) {
        return require(bucket).object(key).map(stored -> {
            try {
                return Files.readAllBytes(stored.file());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The keys of a bucket's objects in their order. */
    public List<String> keys(String bucket) {
        return require(bucket).objects("").stream().map(Bucket.Stored::key).toList();
    }

    /** The keys of the uploads in parts that were begun and neither completed nor aborted, the oldest first. */
    public List<String> unfinishedUploads(String bucket) {
        return require(bucket).unfinished().stream().map(MultipartUpload::key).toList();
    }

    /** Every upload in parts that is not finished is aborted, as a bucket's lifecycle rule does it after some days. */
    public void runLifecycleRule(String bucket) {
        Bucket one = require(bucket);
        one.unfinished().forEach(one::abort);
    }

    Optional<Bucket> find(String bucket) {
        return Optional.ofNullable(buckets.get(bucket));
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            // A task that is being killed may still write there.
        }
    }

    private Bucket require(String bucket) {
        return find(bucket).orElseThrow(() -> new IllegalArgumentException(bucket + ": there is no such bucket"));
    }

    private Bucket made(String name) {
        try {
            Path parts = Files.createDirectories(folder.resolve(".parts"));
            return new Bucket(name, Files.createDirectories(folder.resolve(name)), parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
