package dev.pawse.ecs.fake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The digests and checksums that S3 speaks of. */
final class Digests {
    private Digests() {}

    static String md5(byte[] bytes) {
        return HexFormat.of().formatHex(digest("MD5").digest(bytes));
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(bytes));
    }

    static String md5(Path file) throws IOException {
        MessageDigest digest = digest("MD5");
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[64 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The ETag of an object that came in parts. */
    static String md5OfMd5s(List<String> etags) {
        MessageDigest digest = digest("MD5");
        etags.forEach(etag -> digest.update(HexFormat.of().parseHex(etag)));
        return HexFormat.of().formatHex(digest.digest()) + "-" + etags.size();
    }

    /**
     * A checksum as its header tells it.
     *
     * @param algorithm the header's last word: crc32, crc32c, sha1 or sha256
     */
    static String checksum(String algorithm, byte[] bytes) {
        return switch (algorithm) {
            case "crc32" -> base64(new CRC32(), bytes);
            case "crc32c" -> base64(new CRC32C(), bytes);
            case "sha1" -> Base64.getEncoder().encodeToString(digest("SHA-1").digest(bytes));
            case "sha256" ->
                Base64.getEncoder().encodeToString(digest("SHA-256").digest(bytes));
            default ->
                throw new Refusal(
                        "InvalidRequest", "The algorithm type you specified in x-amz-checksum- header is invalid.");
        };
    }

    private static String base64(Checksum checksum, byte[] bytes) {
        checksum.update(bytes, 0, bytes.length);
        int value = (int) checksum.getValue();
        return Base64.getEncoder()
                .encodeToString(
                        new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value});
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
