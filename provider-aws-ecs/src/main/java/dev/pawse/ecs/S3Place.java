package dev.pawse.ecs;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object of S3, or the folder of some.
 *
 * @param key without a slash before it
 */
record S3Place(String bucket, String key) {
    private static final String ARN = "arn:aws[a-z-]*:s3:::";

    /** Reads {@code arn:aws:s3:::bucket/key}, {@code s3://bucket/key} or {@code bucket/key}; empty for a text that is none. */
    static Optional<S3Place> parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        String place =
                text.replaceFirst("^" + ARN, "").replaceFirst("^s3://", "").replaceAll("/+$", "");
        int slash = place.indexOf('/');
        return slash <= 0
                ? Optional.of(new S3Place(place, ""))
                : Optional.of(new S3Place(place.substring(0, slash), place.substring(slash + 1)));
    }

    /** What is called so in this folder. */
    S3Place child(String name) {
        return new S3Place(bucket, key.isEmpty() ? name : key + "/" + name);
    }

    /** As the tools of AWS write it. */
    String uri() {
        return "s3://" + bucket + "/" + key;
    }

    @Override
    public String toString() {
        return uri();
    }
}
