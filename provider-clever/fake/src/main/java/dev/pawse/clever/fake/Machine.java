package dev.pawse.clever.fake;

import java.time.Instant;
import java.util.UUID;

/** One virtual machine of an app. Changed under its app's lock. */
final class Machine {
    final String id = UUID.randomUUID().toString();
    final Rollout rollout;
    final int number;
    final String flavor;
    final Instant created;
    String state = "DEPLOYING";
    Instant goneAt = Instant.MAX;

    Machine(Rollout rollout, int number, String flavor, Instant created) {
        this.rollout = rollout;
        this.number = number;
        this.flavor = flavor;
        this.created = created;
    }

    boolean isUp() {
        return state.equals("UP");
    }
}
