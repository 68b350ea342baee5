package dev.pawse.ecs.fake;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Makes identifiers of AWS's forms. */
final class Ids {
    private Ids() {}

    /** 32 hexadecimal digits, as tasks have. */
    static String task() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** E.g. {@code ecs-svc/1234567890123456789}. */
    static String deployment() {
        return "ecs-svc/" + ThreadLocalRandom.current().nextLong(1_000_000_000_000_000_000L, Long.MAX_VALUE);
    }

    /** Hexadecimal digits, at most 32. */
    static String hex(int digits) {
        return task().substring(0, digits);
    }
}
