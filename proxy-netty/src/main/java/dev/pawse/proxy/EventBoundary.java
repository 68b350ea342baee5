package dev.pawse.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether what has been passed on of a stream of server-sent events ends with a whole one: with a blank line, whose ends
 * are LF, CR or both (WHATWG HTML 9.2.5). Its event loop owns it.
 */
final class EventBoundary {
    /** No blank line is recognised by fewer bytes, nor needs more. */
    private static final int TAIL = 4;

    private boolean lineEnded = true;
    private boolean between = true;
    private byte last;

    /** For an answer with these fields; null when it is no such stream, or one that cannot be looked into. */
    static @Nullable EventBoundary of(HttpHeaders headers) {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return type != null
                        && type.regionMatches(true, 0, EventStream.TYPE, 0, EventStream.TYPE.length())
                        && !headers.contains(HttpHeaderNames.CONTENT_ENCODING)
                        && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                ? new EventBoundary()
                : null;
    }

    /** Looks at the next bytes, and leaves them as they are. */
    void pass(ByteBuf bytes) {
        int end = bytes.writerIndex();
        int from = bytes.readerIndex();
        if (end - from > TAIL) {
            from = end - TAIL;
            lineEnded = false;
            between = false;
            last = 0;
        }
        for (int i = from; i < end; i++) {
            pass(bytes.getByte(i));
        }
    }

    /** Whether no event has begun that has not ended. */
    boolean isBetween() {
        return between;
    }

    private void pass(byte next) {
        if (next == '\n' && last == '\r') {
            last = next;
            return;
        }
        boolean ends = next == '\n' || next == '\r';
        between = ends && lineEnded;
        lineEnded = ends;
        last = next;
    }
}
