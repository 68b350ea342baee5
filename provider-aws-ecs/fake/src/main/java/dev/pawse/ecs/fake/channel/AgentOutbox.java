package dev.pawse.ecs.fake.channel;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What the agent has sent and the client has not acknowledged. The oldest is sent again when it is older than the time that answers
 * take. Guarded by its owner.
 */
final class AgentOutbox {
    private static final double GRANULARITY = 10;
    private static final double LONGEST = 1000;

    private final TreeMap<Long, Sent> waiting = new TreeMap<>();
    private final Consumer<byte[]> wire;
    private final LongSupplier millis;
    private double roundTrip = 100;
    private double variation;
    private double timeout = 200;
    private long next;
    private boolean paused;

    AgentOutbox(Consumer<byte[]> wire, LongSupplier millis) {
        this.wire = wire;
        this.millis = millis;
    }

    private static final class Sent {
        private final byte[] frame;
        private long at;

        private Sent(byte[] frame, long at) {
            this.frame = frame;
            this.at = at;
        }
    }

    void send(int payloadType, byte[] payload) {
        Sent sent = new Sent(Message.stream(next, payloadType, payload), millis.getAsLong());
        waiting.put(next, sent);
        next++;
        if (!paused) {
            wire.accept(sent.frame);
        }
    }

    void acknowledged(long sequence) {
        Sent sent = waiting.remove(sequence);
        if (sent == null) {
            return;
        }
        double took = millis.getAsLong() - sent.at;
        variation = 0.75 * variation + 0.25 * Math.abs(roundTrip - took);
        roundTrip = 0.875 * roundTrip + 0.125 * took;
        timeout = Math.min(LONGEST, roundTrip + Math.max(GRANULARITY, 4 * variation));
    }

    void tick() {
        Map.Entry<Long, Sent> oldest = waiting.firstEntry();
        if (paused || oldest == null) {
            return;
        }
        Sent sent = oldest.getValue();
        long now = millis.getAsLong();
        if (now - sent.at > timeout) {
            sent.at = now;
            wire.accept(sent.frame);
        }
    }

    void pause(boolean now) {
        paused = now;
    }

    int size() {
        return waiting.size();
    }
}
