package dev.pawse.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.util.Map;

/** Puts together what serves one client's connection. */
final class FrontendPipeline extends ChannelInitializer<Channel> {
    private final Map<EventLoop, ProxyLoop> loops;

    FrontendPipeline(Map<EventLoop, ProxyLoop> loops) {
        this.loops = loops;
    }

    @Override
    protected void initChannel(Channel channel) {
        ProxyLoop loop = loops.get(channel.eventLoop());
        if (loop == null) {
            throw new IllegalStateException("a channel of a foreign event loop");
        }
        RequestDecoder decoder = new RequestDecoder(loop.scratch);
        FrontendEncoder encoder = new FrontendEncoder();
        channel.pipeline().addLast(decoder, encoder, new ClientConnection(loop, decoder, encoder));
    }
}
