package dev.pawse.core;

import dev.pawse.spi.App;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What this process does with an app, or knows of it. No phase at all: nothing is known, the next wake looks.
 *
 * <pre>
 * (none) ──wake──▶ Waking ──answers──▶ Awake ──rest──▶ Draining ──nobody came──▶ Stopping ──▶ (none)
 *    ▲               │ fails             │ doubt          │ a wake: Awake again     │ a wake meanwhile: Waking
 *    └───────────────┘               Doubtful ◀───────────┘
 * </pre>
 */
sealed interface Phase {
    /** The app to which requests may be forwarded at once, or null. */
    default @Nullable App awake() {
        return null;
    }

    /** The first question for an app that is not awake; all that come after it get its answer. Two of them are never equal. */
    final class Ask {
        private final CompletableFuture<App> answer = new CompletableFuture<>();
        private final long sinceNanos;

        Ask(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }

        CompletableFuture<App> answer() {
            return answer;
        }

        /** When it was asked, by the monotonic clock. */
        long sinceNanos() {
            return sinceNanos;
        }
    }

    /**
     * Being woken.
     *
     * @param ask what the flight answers
     * @param notBeforeNanos when its platform may be asked first
     */
    record Waking(Ask ask, long notBeforeNanos) implements Phase {}

    /**
     * It answered.
     *
     * @param sinceNanos when its platform was asked, by the monotonic clock
     */
    record Awake(App app, long sinceNanos) implements Phase {
        @Override
        public App awake() {
            return app;
        }
    }

    /** Never stopped and never woken by us: requests are just forwarded. */
    record Passive(App app) implements Phase {
        @Override
        public App awake() {
            return app;
        }
    }

    /**
     * It refused a request that it should have taken.
     *
     * @param lookedNanos when its platform was last asked, so that it is not asked too often
     */
    record Doubtful(long lookedNanos) implements Phase {}

    /**
     * About to be stopped: published before activity is read for the last time, so that a request that comes now either is seen or
     * sees this. A wake puts back what was before. Two of them are never equal.
     */
    final class Draining implements Phase {
        private final @Nullable Phase before;

        Draining(@Nullable Phase before) {
            this.before = before;
        }

        /** What was known before, or null when nothing was. */
        @Nullable
        Phase before() {
            return before;
        }
    }

    /**
     * Its provider is being asked to stop it: too late to cancel, a wake waits for the end.
     *
     * @param next the question of those who came meanwhile, or null when nobody came
     */
    record Stopping(@Nullable Ask next) implements Phase {}
}
