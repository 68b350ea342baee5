package dev.pawse.proxy;

import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Checks the bytes of a request's head, strictly and before anybody takes them apart: RFC 9112 sections 2.2, 3 and 5, with
 * every leniency that they allow a server left out, because two readers that are lenient in different ways can be played
 * against each other.
 */
final class HeadScanner {
    static final int MAX_REQUEST_LINE = 8 * 1024;
    static final int MAX_FIELDS_SIZE = 32 * 1024;
    static final int MAX_FIELDS = 100;

    static final Refusal LINE_TOO_LONG =
            new Refusal(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request line is longer than 8 KiB");
    static final Refusal FIELDS_TOO_LARGE = new Refusal(
            HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
            "the header has more than 100 fields or is larger than 32 KiB");

    private static final String CONTENT_LENGTH = "content-length";
    private static final int VERSION_LENGTH = "HTTP/1.1".length();
    private static final boolean[] TOKEN = tokens();

    private HeadScanner() {}

    /** Whether a byte may stand in a method or a field's name (RFC 9110 section 5.6.2). */
    static boolean isToken(byte b) {
        return b > 0 && TOKEN[b];
    }

    /**
     * Checks a whole head.
     *
     * @param head the request line, the fields and the empty line
     * @return what is wrong with it, or null
     */
    static @Nullable Refusal scan(byte[] head, int length) {
        int lineEnd = lineEnd(head, 0, length);
        if (lineEnd < 0) {
            return Refusal.bad("a line does not end in CRLF or holds a control character");
        }
        if (lineEnd > MAX_REQUEST_LINE) {
            return LINE_TOO_LONG;
        }
        Refusal refusal = requestLine(head, lineEnd);
        return refusal != null ? refusal : fields(head, lineEnd + 2, length);
    }

    private static @Nullable Refusal requestLine(byte[] head, int end) {
        int at = 0;
        while (at < end && isToken(head[at])) {
            at++;
        }
        if (at == 0 || at == end || head[at] != ' ') {
            return Refusal.bad("the request line does not begin with a method and one space");
        }
        int target = ++at;
        while (at < end && head[at] != ' ') {
            if (head[at] == '#' || head[at] == '\t') {
                return Refusal.bad("the request target holds a character that must be encoded");
            }
            at++;
        }
        if (at == target || at == end) {
            return Refusal.bad("the request line has no target or no version");
        }
        int version = at + 1;
        if (end - version != VERSION_LENGTH || !startsWithHttp(head, version) || head[version + 6] != '.') {
            return Refusal.bad("the request line does not end in one space and a version such as HTTP/1.1");
        }
        byte minor = head[version + 7];
        if (head[version + 5] != '1' || (minor != '0' && minor != '1')) {
            return new Refusal(
                    HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "only HTTP/1.1 and HTTP/1.0 are spoken here");
        }
        return null;
    }

    private static @Nullable Refusal fields(byte[] head, int start, int length) {
        if (length - start > MAX_FIELDS_SIZE) {
            return FIELDS_TOO_LARGE;
        }
        int count = 0;
        boolean lengthSeen = false;
        int at = start;
        while (true) {
            int end = lineEnd(head, at, length);
            if (end < 0) {
                return Refusal.bad("a header line does not end in CRLF or holds a control character");
            }
            if (end == at) {
                return null;
            }
            if (++count > MAX_FIELDS) {
                return FIELDS_TOO_LARGE;
            }
            int name = at;
            while (at < end && isToken(head[at])) {
                at++;
            }
            // A blank here is either a folded line or one before the colon: both have been used to smuggle requests.
            if (at == name || at == end || head[at] != ':') {
                return Refusal.bad("a header line does not begin with a name and a colon");
            }
            if (isContentLength(head, name, at)) {
                if (lengthSeen) {
                    return Refusal.bad("Content-Length is not one number");
                }
                lengthSeen = true;
            }
            at = end + 2;
        }
    }

    /** Where the line ends, at its CR; -1 when it does not end in CRLF or holds a control character other than a tab. */
    private static int lineEnd(byte[] head, int from, int length) {
        for (int i = from; i < length; i++) {
            byte b = head[i];
            if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7F) {
                return b == '\r' && i + 1 < length && head[i + 1] == '\n' ? i : -1;
            }
        }
        return -1;
    }

    private static boolean isContentLength(byte[] head, int from, int to) {
        if (to - from != CONTENT_LENGTH.length()) {
            return false;
        }
        for (int i = 0; i < CONTENT_LENGTH.length(); i++) {
            if ((head[from + i] | 0x20) != (CONTENT_LENGTH.charAt(i) | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWithHttp(byte[] head, int at) {
        return head[at] == 'H'
                && head[at + 1] == 'T'
                && head[at + 2] == 'T'
                && head[at + 3] == 'P'
                && head[at + 4] == '/';
    }

    private static boolean[] tokens() {
        boolean[] tokens = new boolean[128];
        for (char c = '0'; c <= 'z'; c++) {
            tokens[c] = Character.isLetterOrDigit(c);
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            tokens[c] = true;
        }
        return tokens;
    }
}
