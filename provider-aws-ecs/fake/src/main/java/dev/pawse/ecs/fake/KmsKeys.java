package dev.pawse.ecs.fake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of one account. What they encrypt is bound to its encryption context: with another one, or by another key, it cannot be
 * decrypted. Safe for many threads.
 */
final class KmsKeys {
    /** The key that Parameter Store uses where none is named. */
    static final String PARAMETERS = "alias/aws/ssm";

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final String arnPrefix;
    private final Map<String, Key> keys = new ConcurrentHashMap<>();
    private final Map<String, String> aliases = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /** @param arnPrefix what comes before {@code key/…}, e.g. {@code arn:aws:kms:eu-west-1:123456789012:} */
    KmsKeys(String arnPrefix) {
        this.arnPrefix = arnPrefix;
        create(PARAMETERS);
    }

    /** One key. */
    record Key(String id, String arn, boolean ofAws, SecretKeySpec secret) {
        @Override
        public String toString() {
            return arn;
        }
    }

    /** Makes a key, known by an alias too; those of {@code alias/aws/} are AWS's own and need no permission. */
    Key create(String alias) {
        String id = UUID.randomUUID().toString();
        Key key = new Key(
                id, arnPrefix + "key/" + id, alias.startsWith("alias/aws/"), new SecretKeySpec(bytes(32), "AES"));
        keys.put(id, key);
        aliases.put(alias, id);
        return key;
    }

    /** A key by its id, its alias or the ARN of either. */
    Key key(String name) {
        String local = name.startsWith(arnPrefix) ? name.substring(arnPrefix.length()) : name;
        String id = local.startsWith("alias/") ? aliases.getOrDefault(local, local) : local.replaceFirst("^key/", "");
        Key key = keys.get(id);
        if (key == null) {
            String what =
                    local.startsWith("alias/") ? "Alias " + arnPrefix + local : "Key '" + arnPrefix + "key/" + id + "'";
            throw new Refusal(
                    "NotFoundException", what + (local.startsWith("alias/") ? " is not found." : " does not exist"));
        }
        return key;
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Encrypts; the answer tells by which key, so that decrypting needs none to be named. */
    byte[] encrypt(Key key, byte[] plain, Map<String, String> context) {
        byte[] nonce = bytes(NONCE);
        byte[] id = key.id().getBytes(StandardCharsets.US_ASCII);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, key, nonce, plain, context);
        return ByteBuffer.allocate(1 + id.length + NONCE + sealed.length)
                .put((byte) id.length)
                .put(id)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** The key that something was encrypted by. */
    Key keyOf(byte[] blob) {
        if (blob.length < 1 || blob.length < 1 + blob[0] + NONCE || blob[0] <= 0) {
            throw new Refusal("InvalidCiphertextException", "");
        }
        return key(new String(blob, 1, blob[0], StandardCharsets.US_ASCII));
    }

    byte[] decrypt(byte[] blob, Map<String, String> context) {
        Key key = keyOf(blob);
        int start = 1 + blob[0];
        byte[] nonce = Arrays.copyOfRange(blob, start, start + NONCE);
        byte[] sealed = Arrays.copyOfRange(blob, start + NONCE, blob.length);
        return run(Cipher.DECRYPT_MODE, key, nonce, sealed, context);
    }

    private static byte[] run(int mode, Key key, byte[] nonce, byte[] text, Map<String, String> context) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
            // As one string, in an order that does not depend on the caller's.
            cipher.updateAAD(new TreeMap<>(context).toString().getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            // AWS tells nothing either: it could be the context, the key or the text.
            throw new Refusal("InvalidCiphertextException", "");
        }
    }
}
