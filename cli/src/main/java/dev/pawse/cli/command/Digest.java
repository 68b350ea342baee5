package dev.pawse.cli.command;

import dev.pawse.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What is shown in place of a secret value: enough to tell two apart, too little to tell which it is. */
final class Digest {
    private static final int BYTES = 3;

    private Digest() {}

    /** The same for the same value, here and elsewhere, today and later. */
    static @Nullable String of(@Nullable Secret value) {
        if (value == null) {
            return null;
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(value.reveal().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
