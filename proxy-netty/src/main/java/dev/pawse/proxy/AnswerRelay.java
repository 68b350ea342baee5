package dev.pawse.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;

/** Passes the app's answer on to one client; what is written goes out together at the next {@link #flush()}. */
final class AnswerRelay {
    private final ClientConnection client;
    private final ProxyContext context;
    private final Deadlines deadlines;
    private boolean unflushed;

    AnswerRelay(ClientConnection client, ProxyContext context, Deadlines deadlines) {
        this.client = client;
        this.context = context;
        this.deadlines = deadlines;
    }

    /** An answer of this status is about to be written. */
    void begins(int status) {
        context.events.answered(status);
        deadlines.awaitRestOfAnswer();
    }

    boolean isWritable() {
        return client.ctx().channel().isWritable();
    }

    void write(ByteBuf bytes) {
        unflushed = true;
        client.ctx().write(bytes, client.ctx().voidPromise());
    }

    /** Writes a part of the answer's body. */
    void write(HttpContent part, boolean chunked) {
        unflushed = true;
        Chunks.write(client.ctx(), part, chunked);
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            client.ctx().flush();
        }
    }
}
