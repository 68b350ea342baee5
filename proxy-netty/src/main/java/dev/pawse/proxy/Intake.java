package dev.pawse.proxy;

import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/** The reading side of a client's connection: asks for the next request, and does not read what nobody takes. */
final class Intake {
    private static final int MAX_WAITING = 64 * 1024;

    private final ClientConnection client;
    private final RequestDecoder decoder;
    private @Nullable ChannelHandlerContext decoderContext;
    private boolean suspended;

    Intake(ClientConnection client, RequestDecoder decoder) {
        this.client = client;
        this.decoder = decoder;
    }

    void added(ChannelHandlerContext added) {
        decoderContext = added.pipeline().context(decoder);
    }

    /** Whether a head has begun and is not complete. */
    boolean headBegun() {
        return decoder.headBegun();
    }

    /** Whether more waits behind the request than is kept for a client that sends ahead. */
    boolean isFull() {
        return decoder.waiting() > MAX_WAITING;
    }

    void suspend() {
        if (!suspended) {
            suspended = true;
            client.ctx().channel().config().setAutoRead(false);
        }
    }

    /** Reads on, unless too much waits already. */
    void resume() {
        if (suspended && !isFull()) {
            resumeAlways();
        }
    }

    /** The request is answered: takes the next one, bytes of which may be there already. */
    void next() {
        if (decoder.next()) {
            readOn();
        }
        resume();
    }

    /** Throws away what comes from now on. */
    void stop() {
        decoder.stop();
        resumeAlways();
    }

    /** Leaves HTTP: the decoder hands on what it holds, which belongs to the new protocol already. */
    void leave() {
        client.ctx().pipeline().remove(decoder);
        resumeAlways();
    }

    private void resumeAlways() {
        if (suspended) {
            suspended = false;
            client.ctx().channel().config().setAutoRead(true);
        }
    }

    private void readOn() {
        ChannelHandlerContext own = decoderContext;
        if (own == null) {
            return;
        }
        try {
            decoder.readOn(own);
        } catch (Exception e) {
            client.exceptionCaught(client.ctx(), e);
            return;
        }
        client.channelReadComplete(client.ctx());
    }
}
