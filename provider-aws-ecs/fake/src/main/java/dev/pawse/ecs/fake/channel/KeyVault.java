package dev.pawse.ecs.fake.channel;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The data keys of a key management service: one is given out again only in the context for which it was made. Safe for many threads. */
public final class KeyVault implements SealedKeys {
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Kept> keys = new ConcurrentHashMap<>();

    private record Kept(String keyId, String plaintext, Map<String, String> context) {}

    /** A data key: as it is, and as only the vault can read it. */
    public static final class DataKey {
        private final byte[] plaintext;
        private final byte[] blob;

        private DataKey(byte[] plaintext, byte[] blob) {
            this.plaintext = plaintext;
            this.blob = blob;
        }

        /** The key as it is. */
        public byte[] plaintext() {
            return plaintext.clone();
        }

        /** The key as only the vault can read it. */
        public byte[] blob() {
            return blob.clone();
        }
    }

    /** Makes a data key. */
    public DataKey generate(String keyId, int bytes, Map<String, String> context) {
        byte[] plaintext = new byte[bytes];
        random.nextBytes(plaintext);
        byte[] name = new byte[24];
        random.nextBytes(name);
        String blob = "blob-" + HexFormat.of().formatHex(name);
        keys.put(blob, new Kept(keyId, HexFormat.of().formatHex(plaintext), new TreeMap<>(context)));
        return new DataKey(plaintext, blob.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public byte @Nullable [] decrypt(byte[] blob, Map<String, String> context) {
        Kept kept = keys.get(new String(blob, StandardCharsets.US_ASCII));
        return kept == null || !kept.context.equals(new TreeMap<>(context))
                ? null
                : HexFormat.of().parseHex(kept.plaintext);
    }
}
