package dev.pawse.ecs.fake.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One direction of a line: loses, doubles, changes and delays messages by the dice of its weather. Safe for many threads. */
final class Shuffler {
    private static final int MOST_DELAYED = 6;

    private final Weather weather;
    private final Random dice;
    private final List<Delayed> delayed = new ArrayList<>();

    Shuffler(Weather weather, int direction) {
        this.weather = weather;
        dice = new Random(weather.seed() * 31 + direction);
    }

    private static final class Delayed {
        private final byte[] message;
        private int behind;

        private Delayed(byte[] message, int behind) {
            this.message = message;
            this.behind = behind;
        }
    }

    /** What comes out at the other end when this goes in. */
    synchronized List<byte[]> pass(byte[] message) {
        List<byte[]> out = new ArrayList<>();
        if (!happens(weather.loss())) {
            byte[] now = happens(weather.corruption()) ? changed(message) : message;
            if (happens(weather.reordering())) {
                delayed.add(new Delayed(now, 1 + dice.nextInt(MOST_DELAYED)));
            } else {
                out.add(now);
            }
            if (happens(weather.duplication())) {
                out.add(message);
            }
        }
        delayed.forEach(one -> one.behind--);
        delayed.stream().filter(one -> one.behind < 0).forEach(one -> out.add(one.message));
        delayed.removeIf(one -> one.behind < 0);
        return out;
    }

    synchronized boolean pauses() {
        return happens(weather.pauses());
    }

    synchronized boolean cuts() {
        return happens(weather.cuts());
    }

    private boolean happens(double chance) {
        return chance > 0 && dice.nextDouble() < chance;
    }

    /** Changes the last byte: that of the payload, where there is one. */
    private static byte[] changed(byte[] message) {
        byte[] changed = message.clone();
        changed[changed.length - 1] ^= 1;
        return changed;
    }
}
