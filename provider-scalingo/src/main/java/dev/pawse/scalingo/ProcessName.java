package dev.pawse.scalingo;

/** How Pawse and Scalingo call a process: {@code web.1} here, {@code web-1} there. */
final class ProcessName {
    private ProcessName() {}

    /** {@code web-1} as {@code web.1}; what has no number stays as it is. */
    static String ours(String label) {
        return label.replaceFirst("-(\\d+)$", ".$1");
    }

    /** {@code web.1} as {@code web-1}; a type stays as it is. */
    static String theirs(String name) {
        return name.replaceFirst("\\.(\\d+)$", "-$1");
    }
}
