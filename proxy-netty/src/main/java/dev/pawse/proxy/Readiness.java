package dev.pawse.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Whether this process should get traffic, and if not, why. Safe for many threads. */
final class Readiness {
    private final BooleanSupplier engineReady;
    private volatile boolean draining;

    /** @param engineReady whether it is known which apps there are */
    Readiness(BooleanSupplier engineReady) {
        this.engineReady = engineReady;
    }

    /** From here on this process wants no new traffic: it is about to end. */
    void drain() {
        draining = true;
    }

    /** Why not; empty when it is ready. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!engineReady.getAsBoolean()) {
            problems.add("the providers have not been asked for their apps yet");
        }
        if (draining) {
            problems.add("this process is stopping");
        }
        return problems;
    }
}
