package dev.pawse.proxy;

import io.netty.buffer.ByteBuf;

/**
 * Follows the frames of one direction of a WebSocket (RFC 6455 section 5.2), reading their heads only, to tell data from the
 * pings and pongs that browsers and libraries send by themselves.
 */
final class WebSocketFrames {
    private static final int FIRST_CONTROL_OPCODE = 0x8;

    private final byte[] head = new byte[14];
    private int headLength;
    private long payloadLeft;

    /** Takes note of bytes without consuming them, and tells whether any of them belong to a frame with data. */
    boolean holdData(ByteBuf bytes) {
        boolean data = false;
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (payloadLeft > 0) {
                long part = Math.min(payloadLeft, end - at);
                payloadLeft -= part;
                at += (int) part;
                data |= isData();
                continue;
            }
            if (headLength == needed()) {
                headLength = 0;
            }
            head[headLength++] = bytes.getByte(at++);
            if (headLength == needed()) {
                payloadLeft = payload();
                data |= isData();
            }
        }
        return data;
    }

    /** Whether the next byte begins a frame, so that one may be put in between. */
    boolean isBetweenFrames() {
        return payloadLeft == 0 && (headLength == 0 || headLength == needed());
    }

    private boolean isData() {
        return (head[0] & 0x0F) < FIRST_CONTROL_OPCODE;
    }

    private int needed() {
        if (headLength < 2) {
            return 2;
        }
        int length = head[1] & 0x7F;
        int mask = (head[1] & 0x80) == 0 ? 0 : 4;
        if (length == 126) {
            return 4 + mask;
        }
        return length == 127 ? 10 + mask : 2 + mask;
    }

    private long payload() {
        int length = head[1] & 0x7F;
        if (length < 126) {
            return length;
        }
        long value = 0;
        int last = length == 126 ? 4 : 10;
        for (int i = 2; i < last; i++) {
            value = (value << 8) | (head[i] & 0xFF);
        }
        // The highest bit must be 0; a frame that breaks this rule never ends here, and its receiver closes anyway.
        return value & Long.MAX_VALUE;
    }
}
