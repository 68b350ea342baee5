package dev.pawse.ecs.session;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts what comes back in order: keeps what came early, knows what came before. Guarded by its owner. */
final class Inbox {
    private final Map<Long, Frame> early = new HashMap<>();
    private final int mostFrames;
    private final long mostBytes;
    private long expected;
    private long bytes;

    /**
     * @param mostFrames how many early ones are kept
     * @param mostBytes how many bytes of payload these may have
     */
    Inbox(int mostFrames, long mostBytes) {
        this.mostFrames = mostFrames;
        this.mostBytes = mostBytes;
    }

    /** What is to be done with a message. */
    enum Turn {
        /** It is next: process it, call {@link #taken}, acknowledge it. */
        NOW,
        /** It is kept until it is next: acknowledge it. */
        LATER,
        /** It was processed before: acknowledge it again, for the first time may have been lost. */
        AGAIN,
        /** There is no room for it: no acknowledgement, so that it is sent again. */
        NO_ROOM
    }

    Turn sort(Frame frame) {
        if (frame.sequence() < expected) {
            return Turn.AGAIN;
        }
        if (frame.sequence() == expected) {
            return Turn.NOW;
        }
        if (early.containsKey(frame.sequence())) {
            return Turn.LATER;
        }
        if (early.size() >= mostFrames || bytes + frame.payload().size() > mostBytes) {
            return Turn.NO_ROOM;
        }
        early.put(frame.sequence(), frame);
        bytes += frame.payload().size();
        return Turn.LATER;
    }

    /** The expected message has been processed. */
    void taken() {
        Frame kept = early.remove(expected);
        if (kept != null) {
            bytes -= kept.payload().size();
        }
        expected++;
    }

    /** The message whose turn it is now, if it came early. */
    @Nullable
    Frame next() {
        return early.get(expected);
    }
}
