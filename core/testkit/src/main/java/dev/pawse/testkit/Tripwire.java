package dev.pawse.testkit;

import java.util.concurrent.atomic.AtomicBoolean;

/** Has something done, once, when a text passes. */
final class Tripwire {
    private final String text;
    private final Runnable action;
    private final AtomicBoolean tripped = new AtomicBoolean();

    Tripwire(String text, Runnable action) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a text to wait for must not be empty");
        }
        this.text = text;
        this.action = action;
    }

    /** How much of what passed before is needed to find a text that was sent in parts. */
    int memory() {
        return text.length() - 1;
    }

    /**
     * Runs the action on this thread if the text is there.
     *
     * @param fresh where in {@code passing} begins what was not shown before
     */
    void touch(String passing, int fresh) {
        int beginning = Math.max(0, fresh - memory());
        if (passing.indexOf(text, beginning) >= 0 && tripped.compareAndSet(false, true)) {
            action.run();
        }
    }
}
