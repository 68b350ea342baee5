package dev.pawse.ecs.session;

import java.nio.ByteBuffer;
import java.util.UUID;
import okio.Buffer;
import okio.ByteString;

/**
 * The binary form of a message, big-endian: header length, type, version, time, sequence number, flags, id, digest, payload type,
 * payload length, payload. The header length counts up to the payload length.
 */
final class FrameCodec {
    private static final int HEADER = 116;
    private static final int TYPE = 32;
    private static final int CREATED = 40;
    private static final int SEQUENCE = 48;
    private static final int FLAGS = 56;
    private static final int ID = 64;
    private static final int DIGEST = 80;
    private static final int PAYLOAD_TYPE = 112;
    private static final int VERSION = 1;
    /** A header may grow, but not without limit. */
    private static final int LONGEST_HEADER = 4096;

    private FrameCodec() {}

    static ByteString write(Frame frame) {
        return new Buffer()
                .writeInt(HEADER)
                .writeUtf8(padded(frame.type()))
                .writeInt(VERSION)
                .writeLong(frame.created())
                .writeLong(frame.sequence())
                .writeLong(frame.flags())
                // The halves of the id are swapped.
                .writeLong(frame.id().getLeastSignificantBits())
                .writeLong(frame.id().getMostSignificantBits())
                .write(frame.payload().sha256())
                .writeInt(frame.payloadType())
                .writeInt(frame.payload().size())
                .write(frame.payload())
                .readByteString();
    }

    /**
     * Reads a message.
     *
     * @throws BrokenFrameException when it is not whole; it must not be acknowledged then, so that it is sent again
     */
    static Frame read(ByteString bytes) throws BrokenFrameException {
        if (bytes.size() < 4 + TYPE) {
            throw new BrokenFrameException("a message of " + bytes.size() + " bytes");
        }
        String type = type(bytes);
        if (type.equals(Frame.PAUSE) || type.equals(Frame.START)) {
            // Their headers need not be right, and nothing else in them matters.
            return new Frame(type, 0, 0, 0, new UUID(0, 0), 0, ByteString.EMPTY);
        }
        ByteBuffer in = bytes.asByteBuffer();
        int header = in.getInt(0);
        if (header < HEADER || header > LONGEST_HEADER || bytes.size() < header + 4) {
            throw new BrokenFrameException("a header of " + header + " in a message of " + bytes.size() + " bytes");
        }
        ByteString payload = bytes.substring(header + 4);
        if (type.isEmpty() || in.getInt(header) != payload.size()) {
            throw new BrokenFrameException(payload.size() + " bytes of payload where others were told, type " + type);
        }
        long created = in.getLong(CREATED);
        if (created == 0) {
            throw new BrokenFrameException("a message without a time");
        }
        if (payload.size() > 0 && !payload.sha256().equals(bytes.substring(DIGEST, DIGEST + 32))) {
            throw new BrokenFrameException("a payload that does not match its digest");
        }
        UUID id = new UUID(in.getLong(ID + 8), in.getLong(ID));
        return new Frame(type, created, in.getLong(SEQUENCE), in.getLong(FLAGS), id, in.getInt(PAYLOAD_TYPE), payload);
    }

    private static String type(ByteString bytes) {
        return bytes.substring(4, 4 + TYPE).utf8().replace('\0', ' ').strip();
    }

    private static String padded(String type) {
        return type + " ".repeat(TYPE - type.length());
    }
}
