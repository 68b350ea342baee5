package dev.pawse.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a {@link FaultRelay}'s line does to the bytes at this moment; who carries them waits here. */
final class Line {
    private final List<Tripwire> tripwires = new CopyOnWriteArrayList<>();
    private long latencyNanos;
    private long bytesPerSecond = Long.MAX_VALUE;
    private boolean stalled;

    synchronized void latency(Duration each) {
        latencyNanos = each.toNanos();
        notifyAll();
    }

    synchronized void limit(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a limit of " + bytes + " bytes a second; 1 is the least");
        }
        bytesPerSecond = bytes;
        notifyAll();
    }

    synchronized void stall() {
        stalled = true;
    }

    void whenSent(Tripwire tripwire) {
        tripwires.add(tripwire);
    }

    synchronized void heal() {
        tripwires.clear();
        latencyNanos = 0;
        bytesPerSecond = Long.MAX_VALUE;
        stalled = false;
        notifyAll();
    }

    /**
     * A client sends these bytes: what waits for them is done, on this thread.
     *
     * @param before the end of what it sent before them, as it was returned then
     */
    String sent(String before, byte[] bytes) {
        if (tripwires.isEmpty()) {
            return "";
        }
        String passing = before + new String(bytes, StandardCharsets.ISO_8859_1);
        int memory = 0;
        for (Tripwire tripwire : tripwires) {
            tripwire.touch(passing, before.length());
            memory = Math.max(memory, tripwire.memory());
        }
        return passing.substring(Math.max(0, passing.length() - memory));
    }

    /** Waits until bytes that arrived then may go on. */
    synchronized void pass(long arrivedNanos) throws InterruptedException {
        while (true) {
            long left = arrivedNanos + latencyNanos - System.nanoTime();
            if (stalled) {
                wait();
            } else if (left > 0) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } else {
                return;
            }
        }
    }

    /** How many bytes may go at once. */
    synchronized int slice() {
        return (int) Math.max(1, Math.min(bytesPerSecond / 50, Integer.MAX_VALUE));
    }

    /** Waits as long as so many bytes take. */
    synchronized void carry(int bytes) throws InterruptedException {
        if (bytesPerSecond == Long.MAX_VALUE) {
            return;
        }
        long began = System.nanoTime();
        while (bytesPerSecond < Long.MAX_VALUE) {
            long left = began + (long) (bytes * 1e9 / bytesPerSecond) - System.nanoTime();
            if (left <= 0) {
                return;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }
}
