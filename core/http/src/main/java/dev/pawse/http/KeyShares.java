package dev.pawse.http;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;

/** The keys with which a TLS handshake begins (RFC 8446, 4.2.8). */
final class KeyShares {
    private KeyShares() {}

    /** Makes one for each curve that Java offers first: the first of a curve reckons tables, which takes Java 25 a tenth of a second. */
    static void practise() {
        try {
            KeyPairGenerator p256 = KeyPairGenerator.getInstance("EC");
            p256.initialize(new ECGenParameterSpec("secp256r1"));
            p256.generateKeyPair();
            KeyPairGenerator x25519 = KeyPairGenerator.getInstance("X25519");
            x25519.initialize(NamedParameterSpec.X25519);
            x25519.generateKeyPair();
        } catch (GeneralSecurityException e) {
            // A Java that has no such curve does not offer it either.
            return;
        }
    }
}
