package dev.pawse.proxy;

import org.jspecify.annotations.Nullable;

/** The forms of a request's target (RFC 9112 section 3.2). A path is never read as a URL: {@code //x} is a path. */
final class RequestTarget {
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";

    private RequestTarget() {}

    /** Whether a target is a whole URL. */
    static boolean isAbsolute(String target) {
        return authorityStart(target) > 0;
    }

    /** The authority of a target that is a whole URL, else null. It then wins over the Host field (section 3.2.2). */
    static @Nullable String authority(String target) {
        int start = authorityStart(target);
        return start < 0 ? null : target.substring(start, authorityEnd(target, start));
    }

    /** What is asked of the origin server: the path with the query. */
    static String originForm(String target, boolean options) {
        int start = authorityStart(target);
        if (start < 0) {
            return target;
        }
        int end = authorityEnd(target, start);
        if (end == target.length()) {
            return options ? "*" : "/";
        }
        return target.charAt(end) == '?' ? "/" + target.substring(end) : target.substring(end);
    }

    private static int authorityStart(String target) {
        if (target.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
            return HTTP.length();
        }
        return target.regionMatches(true, 0, HTTPS, 0, HTTPS.length()) ? HTTPS.length() : -1;
    }

    private static int authorityEnd(String target, int start) {
        for (int i = start; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '/' || c == '?') {
                return i;
            }
        }
        return target.length();
    }
}
