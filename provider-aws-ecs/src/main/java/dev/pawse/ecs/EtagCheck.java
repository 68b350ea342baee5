package dev.pawse.ecs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Compares what came with an object's ETag, which is the MD5 of its bytes, or for one that was uploaded in parts the MD5 of the parts'
 * MD5s (docs.aws.amazon.com/AmazonS3, "Checking object integrity"). Where a key of KMS encrypts the object its ETag tells nothing, and
 * everything fits. Used by one thread.
 */
final class EtagCheck {
    private final String etag;
    private final long partSize;
    private final MessageDigest part = md5();
    private final MessageDigest whole = md5();
    private long inPart;
    private int parts;

    private EtagCheck(String etag, long partSize) {
        this.etag = etag;
        this.partSize = partSize;
    }

    /** @param firstPart asks for the object's first part, whose length is that of all but the last */
    static EtagCheck of(HeadObjectResponse object, Supplier<HeadObjectResponse> firstPart) {
        String etag = object.eTag() == null ? "" : object.eTag().replace("\"", "");
        ServerSideEncryption encryption = object.serverSideEncryption();
        boolean tells = (encryption == null || encryption == ServerSideEncryption.AES256)
                && etag.matches("[0-9a-f]{32}(-\\d+)?");
        if (!tells) {
            return new EtagCheck("", Long.MAX_VALUE);
        }
        return new EtagCheck(etag, etag.contains("-") ? firstPart.get().contentLength() : Long.MAX_VALUE);
    }

    void update(byte[] bytes) {
        int from = 0;
        while (from < bytes.length) {
            int count = (int) Math.min(bytes.length - from, partSize - inPart);
            part.update(bytes, from, count);
            from += count;
            inPart += count;
            if (inPart == partSize) {
                endPart();
            }
        }
    }

    boolean fits() {
        if (etag.isEmpty()) {
            return true;
        }
        if (!etag.contains("-")) {
            return HexFormat.of().formatHex(part.digest()).equals(etag);
        }
        if (inPart > 0) {
            endPart();
        }
        // Parts of different lengths cannot be told from here; their number gives them away.
        return !etag.endsWith("-" + parts) || (HexFormat.of().formatHex(whole.digest()) + "-" + parts).equals(etag);
    }

    private void endPart() {
        whole.update(part.digest());
        inPart = 0;
        parts++;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
