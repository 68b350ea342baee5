package dev.pawse.proxy;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Reads an app's answers; knows which of them answer a HEAD and so have no body. */
final class ResponseDecoder extends HttpResponseDecoder {
    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_FIELDS_SIZE = 64 * 1024;
    private static final int MAX_CONTENT = 1 << 20;

    private boolean head;

    ResponseDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_FIELDS_SIZE)
                .setMaxChunkSize(MAX_CONTENT));
    }

    /** Prepares for the answer to a request. */
    void expect(boolean answersHead) {
        head = answersHead;
    }

    /** Whether nothing came behind the last answer. */
    boolean isClean() {
        return actualReadableBytes() == 0;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage msg) {
        return head || super.isContentAlwaysEmpty(msg);
    }
}
