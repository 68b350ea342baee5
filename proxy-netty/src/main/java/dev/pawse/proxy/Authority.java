package dev.pawse.proxy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host with an optional port, as RFC 9110 section 7.2 has it in the Host field.
 *
 * @param host lower case, without a trailing dot; an IPv6 address keeps its brackets
 * @param port the port, or -1 when none was named
 */
record Authority(String host, int port) {
    private static final int LONGEST_HOST = 253;

    /** Reads an authority, or returns null when the text is none: user information, blanks and empty labels are refused. */
    static @Nullable Authority parse(String text) {
        int hostEnd = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (hostEnd < 0) {
            hostEnd = text.length();
        }
        if (hostEnd == 0) {
            return null;
        }
        int port = -1;
        if (hostEnd < text.length()) {
            port = port(text, hostEnd);
            if (port < 0) {
                return null;
            }
        }
        String host = text.charAt(0) == '[' ? literal(text, hostEnd) : name(text, hostEnd);
        return host == null ? null : new Authority(host, port);
    }

    private static int port(String text, int colon) {
        int digits = text.length() - colon - 1;
        if (text.charAt(colon) != ':' || digits < 1 || digits > 5) {
            return -1;
        }
        int port = 0;
        for (int i = colon + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            port = port * 10 + c - '0';
        }
        return port <= 0xFFFF ? port : -1;
    }

    private static @Nullable String literal(String text, int end) {
        if (end < 4) {
            return null;
        }
        for (int i = 1; i < end - 1; i++) {
            char c = text.charAt(i);
            if ((Character.digit(c, 16) < 0 && c != ':' && c != '.') || c > 0x7F) {
                return null;
            }
        }
        return text.substring(0, end).toLowerCase(Locale.ROOT);
    }

    private static @Nullable String name(String text, int hostEnd) {
        int end = hostEnd;
        if (text.charAt(end - 1) == '.') {
            end--;
        }
        if (end == 0 || end > LONGEST_HOST) {
            return null;
        }
        boolean upper = false;
        char before = '.';
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (before == '.') {
                    return null;
                }
            } else if (c >= 'A' && c <= 'Z') {
                upper = true;
            } else if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_') {
                return null;
            }
            before = c;
        }
        if (before == '.') {
            return null;
        }
        String host = end == text.length() ? text : text.substring(0, end);
        return upper ? host.toLowerCase(Locale.ROOT) : host;
    }
}
