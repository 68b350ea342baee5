package dev.pawse.proxy;

import io.netty.handler.codec.http.HttpContent;

/** Passes the body of a client's request on to the app as it comes, and reads no faster than the app takes it. */
final class BodyRelay {
    private final ClientConnection client;
    private final Deadlines deadlines;
    private final Intake intake;

    BodyRelay(ClientConnection client, Deadlines deadlines, Intake intake) {
        this.client = client;
        this.deadlines = deadlines;
        this.intake = intake;
    }

    void pass(Exchange now, HttpContent content, boolean last) {
        if (content.decoderResult().isFailure()) {
            content.release();
            // The framing is lost: nothing that follows can be told from a body.
            now.keepAlive = false;
            client.answers.fail(now, Refusal.BROKEN_CHUNKS.status(), Refusal.BROKEN_CHUNKS.detail(), null);
            return;
        }
        now.requestComplete = last;
        UpstreamConnection connection = now.connection;
        if (connection == null) {
            now.keep(content);
            return;
        }
        connection.write(content);
        if (!last && !connection.isWritable()) {
            connection.flush();
            if (!connection.isWritable()) {
                intake.suspend();
            }
        }
        deadlines.awaitApp(last);
    }

    /** What could be read for now has been passed on. */
    void flush(Exchange now) {
        UpstreamConnection connection = now.connection;
        if (connection != null) {
            connection.flush();
            // After the flush, or its "writable again" would have passed before anybody listened.
            if (!now.requestComplete && !connection.isWritable()) {
                intake.suspend();
            }
        } else if (!now.requestComplete && now.hasKept()) {
            intake.suspend();
        }
    }
}
