package dev.pawse.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request at a time: a head is taken apart only when it is there as a whole and {@link HeadScanner} found nothing
 * wrong with it, and what follows a request stays in the buffer until {@link #next()} asks for it. Ends with a
 * {@link Refusal} where the sender broke the rules.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private static final int MAX_HEAD = HeadScanner.MAX_REQUEST_LINE + 2 + HeadScanner.MAX_FIELDS_SIZE;
    private static final int MAX_CONTENT = 1 << 20;

    private final byte[] scratch;
    private boolean inHead = true;
    private boolean paused;
    private boolean failed;
    private boolean decoding;
    private int searched;

    /** @param scratch at least {@link #scratchSize()} bytes that nobody else uses while this decoder works */
    RequestDecoder(byte[] scratch) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(HeadScanner.MAX_REQUEST_LINE)
                .setMaxHeaderSize(HeadScanner.MAX_FIELDS_SIZE)
                .setMaxChunkSize(MAX_CONTENT)
                .setStrictLineParsing(true)
                // The scanner has seen every byte; trailers do not pass it and are checked by Netty.
                .setHeadersFactory(DefaultHttpHeadersFactory.headersFactory().withValidation(false)));
        this.scratch = scratch;
    }

    static int scratchSize() {
        return MAX_HEAD;
    }

    /** The request is answered: the next one may be read. Returns whether bytes of it may be there already. */
    boolean next() {
        paused = false;
        return !decoding && actualReadableBytes() > 0;
    }

    /** Whatever comes from now on is thrown away. */
    void stop() {
        failed = true;
    }

    /** How many bytes wait behind the request that was read. */
    int waiting() {
        return actualReadableBytes();
    }

    /** Whether a head has begun and is not complete. */
    boolean headBegun() {
        return inHead && !paused && !failed && actualReadableBytes() > 0;
    }

    /** Reads on with the bytes that are there. */
    void readOn(ChannelHandlerContext own) throws Exception {
        channelRead(own, Unpooled.EMPTY_BUFFER);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object input) throws Exception {
        decoding = true;
        try {
            super.channelRead(ctx, input);
        } finally {
            decoding = false;
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        if (failed) {
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        if (paused) {
            return;
        }
        if (inHead && !headIsThere(buffer, out)) {
            return;
        }
        int before = out.size();
        super.decode(ctx, buffer, out);
        int size = out.size();
        if (size == before) {
            return;
        }
        inHead = false;
        if (out.get(size - 1) instanceof LastHttpContent) {
            inHead = true;
            paused = true;
        }
    }

    private boolean headIsThere(ByteBuf buffer, List<Object> out) {
        if (searched == 0) {
            skipEmptyLines(buffer);
            if (!buffer.isReadable()) {
                return false;
            }
            byte first = buffer.getByte(buffer.readerIndex());
            if (first == '\r' && buffer.readableBytes() == 1) {
                // The other half of an empty line may follow.
                return false;
            }
            // What is no token cannot begin a method: TLS to a plain port, for one, is refused at its first byte.
            if (!HeadScanner.isToken(first)) {
                return refuse(Refusal.bad("this is not an HTTP request"), buffer, out);
            }
        }
        int length = headLength(buffer);
        if (length < 0) {
            Refusal refusal = tooLong(buffer);
            return refusal != null && refuse(refusal, buffer, out);
        }
        searched = 0;
        if (length > MAX_HEAD) {
            return refuse(HeadScanner.FIELDS_TOO_LARGE, buffer, out);
        }
        buffer.getBytes(buffer.readerIndex(), scratch, 0, length);
        Refusal refusal = HeadScanner.scan(scratch, length);
        return refusal == null || refuse(refusal, buffer, out);
    }

    /** RFC 9112 section 2.2: empty lines before a request line are ignored. */
    private static void skipEmptyLines(ByteBuf buffer) {
        while (buffer.readableBytes() >= 2 && buffer.getShort(buffer.readerIndex()) == 0x0D0A) {
            buffer.skipBytes(2);
        }
    }

    /** The length of the head with its empty line, or -1 when its end is not there yet. */
    private int headLength(ByteBuf buffer) {
        int start = buffer.readerIndex();
        int end = buffer.writerIndex();
        int from = start + searched;
        while (true) {
            int lf = buffer.indexOf(from, end, (byte) '\n');
            if (lf < 0) {
                searched = Math.max(searched, end - start);
                return -1;
            }
            if (lf + 1 < end && buffer.getByte(lf + 1) == '\n') {
                return lf + 2 - start;
            }
            if (lf + 2 < end && buffer.getByte(lf + 1) == '\r' && buffer.getByte(lf + 2) == '\n') {
                return lf + 3 - start;
            }
            if (lf + 3 > end) {
                searched = lf - start;
                return -1;
            }
            from = lf + 1;
        }
    }

    private static @Nullable Refusal tooLong(ByteBuf buffer) {
        int readable = buffer.readableBytes();
        if (readable > HeadScanner.MAX_REQUEST_LINE) {
            int lf = buffer.indexOf(
                    buffer.readerIndex(), buffer.readerIndex() + HeadScanner.MAX_REQUEST_LINE + 1, (byte) '\n');
            if (lf < 0) {
                return HeadScanner.LINE_TOO_LONG;
            }
        }
        return readable > MAX_HEAD ? HeadScanner.FIELDS_TOO_LARGE : null;
    }

    private boolean refuse(Refusal refusal, ByteBuf buffer, List<Object> out) {
        failed = true;
        buffer.skipBytes(buffer.readableBytes());
        out.add(refusal);
        return false;
    }
}
