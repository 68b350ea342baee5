package dev.pawse.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Whether this process should get traffic, and if not, why. Safe for many threads. */
final class Readiness {
    private final BooleanSupplier engineReady;
    private final Supplier<Optional<String>> registryTrouble;
    private volatile boolean open;
    private volatile boolean draining;

    /**
     * @param engineReady whether it is known which apps there are
     * @param registryTrouble what is wrong with the registry
     */
    Readiness(BooleanSupplier engineReady, Supplier<Optional<String>> registryTrouble) {
        this.engineReady = engineReady;
        this.registryTrouble = registryTrouble;
    }

    /** From here on requests to apps are taken. */
    void open() {
        open = true;
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
        } else if (!open) {
            problems.add("requests are not taken yet");
        }
        if (draining) {
            problems.add("this process is stopping");
        }
        return problems;
    }

    /** What does not work as it should while traffic is still welcome; empty when all does. */
    Optional<String> degraded() {
        return registryTrouble
                .get()
                .map(trouble -> "degraded: the registry cannot be relied on, so nothing is stopped: " + trouble);
    }
}
