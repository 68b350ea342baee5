package dev.pawse.local;

import java.util.Comparator;

/**
 * Names one process of an app, e.g. {@code web.1}.
 *
 * @param type its process type
 * @param number from 1 on
 */
record ProcessName(String type, int number) implements Comparable<ProcessName> {
    private static final Comparator<ProcessName> ORDER =
            Comparator.comparing(ProcessName::type).thenComparing(ProcessName::number);

    @Override
    public int compareTo(ProcessName other) {
        return ORDER.compare(this, other);
    }

    /** Whether this process, or all of its type, is meant. */
    boolean isMeantBy(String processOrType) {
        return processOrType.equals(type) || processOrType.equals(toString());
    }

    @Override
    public String toString() {
        return type + "." + number;
    }
}
