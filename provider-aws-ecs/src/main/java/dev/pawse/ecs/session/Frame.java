package dev.pawse.ecs.session;

import java.util.UUID;
import okio.ByteString;

/**
 * One message of a data channel.
 *
 * @param type one of the names below
 * @param created milliseconds since 1970, never 0
 * @param sequence counts the stream's messages of one direction from 0; 0 in all others
 * @param flags bit 0 begins a stream, bit 1 ends it
 * @param payloadType one of {@link PayloadType}; 0 outside of a stream
 */
record Frame(String type, long created, long sequence, long flags, UUID id, int payloadType, ByteString payload) {
    static final String INPUT = "input_stream_data";
    static final String OUTPUT = "output_stream_data";
    static final String ACKNOWLEDGE = "acknowledge";
    static final String CHANNEL_CLOSED = "channel_closed";
    static final String PAUSE = "pause_publication";
    static final String START = "start_publication";

    /** Without the payload, which may be anybody's secret. */
    @Override
    public String toString() {
        return type + " " + sequence + " (" + payload.size() + " bytes of type " + payloadType + ")";
    }
}
