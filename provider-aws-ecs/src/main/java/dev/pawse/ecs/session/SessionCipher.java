package dev.pawse.ecs.session;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import okio.Buffer;
import okio.ByteString;

/**
 * The encryption of a session: AES-256-GCM, a message being nonce, cipher text and tag. The first half of the session's key opens what
 * comes, the second closes what goes. Safe for many threads.
 */
final class SessionCipher {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec opening;
    private final SecretKeySpec closing;

    SessionCipher(ByteString key) {
        int half = DataKeys.BYTES / 2;
        opening = new SecretKeySpec(key.substring(0, half).toByteArray(), "AES");
        closing = new SecretKeySpec(key.substring(half).toByteArray(), "AES");
    }

    ByteString close(ByteString plain) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, closing, nonce).doFinal(plain.toByteArray());
            return new Buffer().write(nonce).write(closed).readByteString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** @throws GeneralSecurityException when it was not closed by the other side with the same key */
    ByteString open(ByteString closed) throws GeneralSecurityException {
        if (closed.size() < NONCE) {
            throw new GeneralSecurityException("too short for a nonce");
        }
        byte[] nonce = closed.substring(0, NONCE).toByteArray();
        return ByteString.of(cipher(Cipher.DECRYPT_MODE, opening, nonce)
                .doFinal(closed.substring(NONCE).toByteArray()));
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
