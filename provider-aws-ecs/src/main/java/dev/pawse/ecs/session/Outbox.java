package dev.pawse.ecs.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import okio.ByteString;

/** What was sent and is not acknowledged yet, by number. Guarded by its owner. */
final class Outbox {
    private final RetransmissionTimer timer = new RetransmissionTimer();
    private final TreeMap<Long, Sent> waiting = new TreeMap<>();
    private long next;

    private static final class Sent {
        private final ByteString frame;
        private long atNanos;
        private int times = 1;

        private Sent(ByteString frame, long atNanos) {
            this.frame = frame;
            this.atNanos = atNanos;
        }
    }

    /** The number that the next message must have. */
    long next() {
        return next;
    }

    /** Keeps the message with that number. */
    void add(ByteString frame, long nowNanos) {
        waiting.put(next, new Sent(frame, nowNanos));
        next++;
    }

    /** False when it was acknowledged before or never sent. */
    boolean acknowledged(long sequence, long nowNanos) {
        Sent sent = waiting.remove(sequence);
        if (sent == null) {
            return false;
        }
        timer.measured(nowNanos - sent.atNanos);
        return true;
    }

    /** The oldest message, if it is time to send it again; it counts as sent then. */
    Optional<ByteString> due(long nowNanos) {
        Map.Entry<Long, Sent> oldest = waiting.firstEntry();
        if (oldest == null
                || nowNanos - oldest.getValue().atNanos <= timer.timeout().toNanos()) {
            return Optional.empty();
        }
        Sent sent = oldest.getValue();
        sent.atNanos = nowNanos;
        sent.times++;
        return Optional.of(sent.frame);
    }

    /** How often the oldest message was sent. */
    int tries() {
        return waiting.isEmpty() ? 0 : waiting.firstEntry().getValue().times;
    }

    /** All of it, in order, which counts as sent now. */
    List<ByteString> all(long nowNanos) {
        waiting.values().forEach(sent -> sent.atNanos = nowNanos);
        return waiting.values().stream().map(sent -> sent.frame).toList();
    }

    int size() {
        return waiting.size();
    }
}
