package dev.pawse.ecs.session;

import dev.pawse.http.Json;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A data channel's service that does nothing by itself: a test says what comes and looks at what went. */
final class ManualLine implements Connection.Connector, Resumption, ChannelListener {
    /** The first messages of the connections, which carry the token. */
    final List<String> openings = new ArrayList<>();

    final List<Frame> sent = new CopyOnWriteArrayList<>();
    final List<String> heard = new ArrayList<>();
    final List<String> terminated = new ArrayList<>();

    @Nullable
    String nextToken = "token-2";

    @Nullable
    PawseException resumptionFails;

    private final List<Connection.Receiver> receivers = new ArrayList<>();
    private int closed;

    @Override
    public Connection connect(String first, Connection.Receiver receiver) {
        openings.add(first);
        receivers.add(receiver);
        return new Recorder();
    }

    /** The last connection is there. */
    void open() {
        receiver().opened(new Recorder());
    }

    /** The last connection is gone. */
    void breakOff() {
        receiver().gone();
    }

    void output(long sequence, String text) {
        stream(sequence, PayloadType.OUTPUT, text);
    }

    void stream(long sequence, int payloadType, String payload) {
        come(Frame.OUTPUT, sequence, payloadType, payload);
    }

    void acknowledge(long sequence) {
        come(
                Frame.ACKNOWLEDGE,
                0,
                0,
                Json.MAPPER.writeValueAsString(new Acknowledgement(Frame.INPUT, "any", sequence, true)));
    }

    void come(String type, long sequence, int payloadType, String payload) {
        come(FrameCodec.write(
                new Frame(type, 1, sequence, 0, UUID.randomUUID(), payloadType, ByteString.encodeUtf8(payload))));
    }

    void come(ByteString message) {
        receiver().message(message);
    }

    /** The numbers of the stream's messages that went, in order, resent ones too. */
    List<Long> numbers() {
        return sent.stream()
                .filter(frame -> frame.type().equals(Frame.INPUT))
                .map(Frame::sequence)
                .toList();
    }

    /** The numbers that were acknowledged, in order. */
    List<Long> acknowledged() {
        return sent.stream()
                .filter(frame -> frame.type().equals(Frame.ACKNOWLEDGE))
                .map(frame -> Json.MAPPER
                        .readTree(frame.payload().utf8())
                        .path("AcknowledgedMessageSequenceNumber")
                        .asLong())
                .toList();
    }

    int closed() {
        return closed;
    }

    int connections() {
        return receivers.size();
    }

    @Override
    public Optional<Secret> resume(String sessionId) {
        if (resumptionFails != null) {
            throw resumptionFails;
        }
        return Optional.ofNullable(nextToken).map(Secret::of);
    }

    @Override
    public void terminate(String sessionId) {
        terminated.add(sessionId);
    }

    @Override
    public void ready() {
        heard.add("ready");
    }

    @Override
    public void output(ByteString bytes) {
        heard.add(bytes.utf8());
    }

    @Override
    public void aside(ByteString bytes) {
        heard.add("(" + bytes.utf8().strip() + ")");
    }

    @Override
    public void ended(Ending ending) {
        PawseException failure = ending.failure();
        heard.add("ended: " + (failure == null ? ending.said() : failure.reason() + " " + failure.message()));
    }

    private Connection.Receiver receiver() {
        return receivers.get(receivers.size() - 1);
    }

    private final class Recorder implements Connection {
        @Override
        public void send(ByteString message) {
            try {
                sent.add(FrameCodec.read(message));
            } catch (BrokenFrameException e) {
                throw new AssertionError("a broken message was sent", e);
            }
        }

        @Override
        public void close() {
            closed++;
        }

        @Override
        public void cancel() {}
    }
}
