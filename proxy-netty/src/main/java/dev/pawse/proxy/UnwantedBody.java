package dev.pawse.proxy;

import io.netty.handler.codec.http.HttpContent;

/** Drops what comes of a body that nobody takes; a connection is kept for the next request only if not much of it comes. */
final class UnwantedBody {
    private static final long MAX_DISCARD = 1024 * 1024;

    private final ClientConnection client;
    private final Deadlines deadlines;
    private final Intake intake;
    private long discarded;

    UnwantedBody(ClientConnection client, Deadlines deadlines, Intake intake) {
        this.client = client;
        this.deadlines = deadlines;
        this.intake = intake;
    }

    /** The answer is out and the request is not: reads on to the next request. */
    void readToItsEnd() {
        discarded = 0;
        deadlines.awaitRestOfUnwanted();
        intake.resume();
    }

    void drop(HttpContent content, boolean last) {
        discarded += content.content().readableBytes();
        content.release();
        if (!deadlines.in(Phase.DISCARD)) {
            return;
        }
        if (last) {
            client.nextRequest();
        } else if (discarded > MAX_DISCARD) {
            client.close();
        }
    }
}
