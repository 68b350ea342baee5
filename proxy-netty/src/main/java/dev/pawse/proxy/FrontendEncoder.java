package dev.pawse.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/** Encodes the answers that the proxy gives itself; what it relays passes as bytes. */
final class FrontendEncoder extends HttpResponseEncoder {
    private boolean head;
    private Runnable onLast = () -> {};

    /** Prepares for the next answer. */
    void expect(boolean answersHead, Runnable whenWritten) {
        head = answersHead;
        onLast = whenWritten;
    }

    @Override
    public boolean acceptOutboundMessage(Object msg) throws Exception {
        return !(msg instanceof ByteBuf) && super.acceptOutboundMessage(msg);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse msg) {
        return head || super.isContentAlwaysEmpty(msg);
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, Object msg, List<Object> out) throws Exception {
        boolean last = msg instanceof LastHttpContent;
        super.encode(ctx, msg, out);
        if (last) {
            onLast.run();
        }
    }
}
