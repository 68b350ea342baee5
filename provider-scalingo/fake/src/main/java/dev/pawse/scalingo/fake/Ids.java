package dev.pawse.scalingo.fake;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Ids that look like the platform's and come in order. */
final class Ids {
    private static final AtomicLong NEXT = new AtomicLong(1);

    private Ids() {}

    /** 24 hexadecimal digits. */
    static String next() {
        return String.format(Locale.ROOT, "65a0c0ff%016x", NEXT.getAndIncrement());
    }

    /** Such as {@code ad-0f1e2d3c-…}. */
    static String next(String prefix) {
        return String.format(Locale.ROOT, "%s-0f1e2d3c-4b5a-4978-8695-%012x", prefix, NEXT.getAndIncrement());
    }
}
