package dev.pawse.ecs.fake;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * One bucket. Its objects are files in a folder, so that a task's own programs can put and read them and so that 200 MB take no memory;
 * a file that a program moved there is an object like any other. Safe for many threads.
 */
final class Bucket {
    private final String name;
    private final Path folder;
    private final Path parts;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, MultipartUpload> uploads = new ConcurrentHashMap<>();

    Bucket(String name, Path folder, Path parts) {
        this.name = name;
        this.folder = folder;
        this.parts = parts;
    }

    /** What is known of a file, as long as it has not been changed. */
    private record Known(String etag, long size, Instant modified, List<Long> parts) {}

    /**
     * One object.
     *
     * @param etag without quotes
     * @param parts how long the parts are in which it came; empty for one that came whole
     */
    record Stored(String key, Path file, long size, String etag, Instant modified, List<Long> parts) {}

    String name() {
        return name;
    }

    /** Where the objects are: each a file named by its key, as in an address. */
    Path folder() {
        return folder;
    }

    Optional<Stored> object(String key) {
        Path file = file(key);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            long size = Files.size(file);
            Instant modified = Files.getLastModifiedTime(file).toInstant();
            Known last = known.get(key);
            if (last == null || last.size() != size || !last.modified().equals(modified)) {
                last = new Known(Digests.md5(file), size, modified, List.of());
                known.put(key, last);
            }
            return Optional.of(new Stored(key, file, size, last.etag(), modified, last.parts()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every object whose key begins so, in the order of their keys. */
    List<Stored> objects(String prefix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> URLDecoder.decode(file.getFileName().toString(), StandardCharsets.UTF_8))
                    .filter(key -> key.startsWith(prefix))
                    .sorted()
                    .flatMap(key -> object(key).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts an object and returns its ETag. */
    String put(String key, byte[] bytes) {
        try {
            Path made = Files.createTempFile(parts, "put", "");
            Files.write(made, bytes);
            return place(key, made, Digests.md5(bytes), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String key) {
        try {
            Files.deleteIfExists(file(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MultipartUpload begin(String key, Instant at) {
        MultipartUpload upload = new MultipartUpload(key, at);
        uploads.put(upload.id(), upload);
        return upload;
    }

    /** The uploads that were neither completed nor aborted, the oldest first. */
    List<MultipartUpload> unfinished() {
        return uploads.values().stream()
                .sorted(Comparator.comparing(MultipartUpload::startedAt).thenComparing(MultipartUpload::id))
                .toList();
    }

    MultipartUpload upload(String id, String key) {
        MultipartUpload upload = uploads.get(id);
        if (upload == null || !upload.key().equals(key)) {
            throw new Refusal(
                    404,
                    "NoSuchUpload",
                    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or"
                            + " completed.");
        }
        return upload;
    }

    /** Keeps a part and returns its ETag. */
    String part(MultipartUpload upload, int number, byte[] bytes) {
        try {
            Path file = Files.createTempFile(parts, "part", "");
            Files.write(file, bytes);
            String etag = Digests.md5(bytes);
            upload.add(new MultipartUpload.Part(number, etag, bytes.length, file))
                    .ifPresent(Bucket::remove);
            return etag;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an object of the parts and returns its ETag. */
    String complete(MultipartUpload upload, Map<Integer, String> etags) {
        List<MultipartUpload.Part> chosen = upload.chosen(etags);
        try {
            Path made = Files.createTempFile(parts, "whole", "");
            try (OutputStream out = Files.newOutputStream(made)) {
                for (MultipartUpload.Part part : chosen) {
                    Files.copy(part.file(), out);
                }
            }
            String etag = Digests.md5OfMd5s(
                    chosen.stream().map(MultipartUpload.Part::etag).toList());
            List<Long> sizes = chosen.stream().map(MultipartUpload.Part::size).toList();
            String placed = place(upload.key(), made, etag, sizes);
            abort(upload);
            return placed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void abort(MultipartUpload upload) {
        uploads.remove(upload.id());
        upload.parts().forEach(part -> remove(part.file()));
    }

    private String place(String key, Path made, String etag, List<Long> sizes) throws IOException {
        known.put(
                key,
                new Known(
                        etag, Files.size(made), Files.getLastModifiedTime(made).toInstant(), sizes));
        Files.move(made, file(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return etag;
    }

    private Path file(String key) {
        return folder.resolve(URLEncoder.encode(key, StandardCharsets.UTF_8));
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
