package dev.pawse.ecs.fake;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** An upload of one object in parts that has not come to its end. Safe for many threads. */
final class MultipartUpload {
    /** Every part but the last has at least so many bytes. */
    static final long LEAST_PART = 5L * 1024 * 1024;

    private final String id = UUID.randomUUID().toString();
    private final String key;
    private final Instant startedAt;
    private final Map<Integer, Part> parts = new TreeMap<>();

    MultipartUpload(String key, Instant startedAt) {
        this.key = key;
        this.startedAt = startedAt;
    }

    /** @param etag without quotes */
    record Part(int number, String etag, long size, Path file) {}

    String id() {
        return id;
    }

    String key() {
        return key;
    }

    Instant startedAt() {
        return startedAt;
    }

    synchronized Collection<Part> parts() {
        return List.copyOf(parts.values());
    }

    /** Adds a part; tells the file of the one that it replaces. */
    synchronized Optional<Path> add(Part part) {
        return Optional.ofNullable(parts.put(part.number(), part)).map(Part::file);
    }

    /** The parts that were named, in their order. */
    synchronized List<Part> chosen(Map<Integer, String> etags) {
        List<Part> chosen = new ArrayList<>();
        new TreeMap<>(etags).forEach((number, etag) -> {
            Part part = parts.get(number);
            if (part == null || !part.etag().equals(etag.replace("\"", ""))) {
                throw new Refusal(
                        "InvalidPart",
                        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the"
                                + " specified entity tag may not match the part's entity tag.");
            }
            chosen.add(part);
        });
        if (chosen.isEmpty()) {
            throw new Refusal("MalformedXML", "The XML you provided was not well-formed");
        }
        for (Part part : chosen.subList(0, chosen.size() - 1)) {
            if (part.size() < LEAST_PART) {
                throw new Refusal("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
            }
        }
        return chosen;
    }
}
