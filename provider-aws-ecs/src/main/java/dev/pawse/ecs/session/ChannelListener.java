package dev.pawse.ecs.session;

import okio.ByteString;

/** Hears what happens on a data channel, in order and on one thread at a time. */
interface ChannelListener {
    /** The handshake is over: what is sent now arrives. */
    void ready();

    /** The command wrote this; waiting here holds it up. */
    void output(ByteString bytes) throws InterruptedException;

    /** Something beside the command's output: its errors, or what the platform has to say. */
    void aside(ByteString bytes);

    /** Nothing more comes; told once. */
    void ended(Ending ending);
}
