package dev.pawse.ecs.fake.channel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message of a data channel, as the agent reads and writes it. */
final class Message {
    static final String INPUT = "input_stream_data";
    static final String OUTPUT = "output_stream_data";
    static final String ACKNOWLEDGE = "acknowledge";
    static final String CHANNEL_CLOSED = "channel_closed";
    static final String PAUSE = "pause_publication";
    static final String START = "start_publication";

    private static final int HEADER = 116;
    private static final int TYPE = 32;

    final String type;
    final long sequence;
    final UUID id;
    final int payloadType;
    final byte[] payload;

    private Message(String type, long sequence, UUID id, int payloadType, byte[] payload) {
        this.type = type;
        this.sequence = sequence;
        this.id = id;
        this.payloadType = payloadType;
        this.payload = payload;
    }

    /** What a client sent, or null when it is broken on the way or was never right. */
    static @Nullable Message read(byte[] bytes) {
        if (bytes.length < HEADER + 4) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int header = in.getInt();
        byte[] type = new byte[TYPE];
        in.get(type);
        int version = in.getInt();
        long created = in.getLong();
        long sequence = in.getLong();
        in.getLong();
        long low = in.getLong();
        long high = in.getLong();
        byte[] digest = new byte[32];
        in.get(digest);
        int payloadType = in.getInt();
        int length = in.getInt();
        if (header != HEADER || version != 1 || created <= 0 || length != bytes.length - HEADER - 4) {
            return null;
        }
        byte[] payload = Arrays.copyOfRange(bytes, HEADER + 4, bytes.length);
        if (!Arrays.equals(digest, sha256(payload))) {
            return null;
        }
        String name = new String(type, StandardCharsets.US_ASCII).strip();
        return new Message(name, sequence, new UUID(high, low), payloadType, payload);
    }

    static byte[] stream(long sequence, int payloadType, byte[] payload) {
        return write(OUTPUT, sequence, sequence == 0 ? 1 : 0, payloadType, payload);
    }

    static byte[] acknowledgement(Message of) {
        return write(
                ACKNOWLEDGE,
                0,
                3,
                0,
                ChannelJson.bytes(ChannelJson.object(
                        "AcknowledgedMessageType",
                        of.type,
                        "AcknowledgedMessageId",
                        of.id.toString(),
                        "AcknowledgedMessageSequenceNumber",
                        of.sequence,
                        "IsSequentialMessage",
                        true)));
    }

    static byte[] channelClosed(String session, String output) {
        return write(
                CHANNEL_CLOSED,
                0,
                0,
                0,
                ChannelJson.bytes(ChannelJson.object(
                        "MessageType",
                        CHANNEL_CLOSED,
                        "MessageId",
                        UUID.randomUUID().toString(),
                        "DestinationId",
                        "client",
                        "SessionId",
                        session,
                        "SchemaVersion",
                        1,
                        "CreatedDate",
                        "2026-01-01T12:00:00.000Z",
                        "Output",
                        output)));
    }

    /** What the service sends to hold the other side up: a message whose header holds little more than its name. */
    static byte[] publication(String type) {
        return ByteBuffer.allocate(HEADER + 4)
                .putInt(0)
                .put(padded(type, 0))
                .putInt(0)
                .array();
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] write(String type, long sequence, long flags, int payloadType, byte[] payload) {
        UUID id = UUID.randomUUID();
        return ByteBuffer.allocate(HEADER + 4 + payload.length)
                .putInt(HEADER)
                .put(padded(type, ' '))
                .putInt(1)
                .putLong(System.currentTimeMillis())
                .putLong(sequence)
                .putLong(flags)
                .putLong(id.getLeastSignificantBits())
                .putLong(id.getMostSignificantBits())
                .put(sha256(payload))
                .putInt(payloadType)
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    private static byte[] padded(String type, int by) {
        byte[] field = new byte[TYPE];
        Arrays.fill(field, (byte) by);
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, field, 0, name.length);
        return field;
    }
}
