package dev.pawse.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes parts of a body to a connection, with or without the chunked coding (RFC 9112 section 7.1). Does not flush. */
final class Chunks {
    private static final ByteBuf CRLF = constant("\r\n");
    private static final ByteBuf END = constant("0\r\n\r\n");

    private Chunks() {}

    /** Writes a part and takes it over. */
    static void write(ChannelHandlerContext to, HttpContent part, boolean chunked) {
        ByteBuf bytes = part.content();
        int size = bytes.readableBytes();
        if (size == 0) {
            bytes.release();
        } else if (chunked) {
            ByteBuf line = to.alloc().directBuffer(10);
            line.writeCharSequence(Integer.toHexString(size), StandardCharsets.US_ASCII);
            to.write(line.writeByte('\r').writeByte('\n'), to.voidPromise());
            to.write(bytes, to.voidPromise());
            to.write(CRLF.duplicate(), to.voidPromise());
        } else {
            to.write(bytes, to.voidPromise());
        }
        if (chunked && part instanceof LastHttpContent last) {
            HttpHeaders trailers = last.trailingHeaders();
            to.write(trailers.isEmpty() ? END.duplicate() : end(to, trailers), to.voidPromise());
        }
    }

    private static ByteBuf end(ChannelHandlerContext to, HttpHeaders trailers) {
        HeadBuffer end = new HeadBuffer().put('0').put('\r', '\n');
        for (Map.Entry<String, String> trailer : trailers) {
            // A trailer that could be taken for framing or routing is dropped (RFC 9110 section 6.5.1).
            if (!HopByHop.isHopByHop(trailer.getKey()) && !trailer.getKey().equalsIgnoreCase("host")) {
                end.line(trailer.getKey(), trailer.getValue());
            }
        }
        return end.put('\r', '\n').toBuffer(to.alloc());
    }

    private static ByteBuf constant(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
    }
}
