package dev.pawse.redis;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random numbers by which a process, a call or the owner of a lease is told from all others. */
final class Ids {
    private static final int BYTES = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
