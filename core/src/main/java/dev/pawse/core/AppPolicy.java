package dev.pawse.core;

import dev.pawse.spi.Hook;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say of one app.
 *
 * @param ignored it is neither stopped nor woken, only forwarded to
 * @param named the list of managed apps names it, so that it is one whatever its provider thinks
 * @param maxIdle how long nobody may use it before it rests; zero: at the first sweep at which nothing is in flight and nothing
 *     was asked since the last one
 * @param linkedApps the names of the apps that must run before it does: a name on the same provider, or {@code provider/name}
 * @param hosts host names in addition to those its provider reports
 * @param wake what a request gets while it wakes
 * @param holdLimit how long a request is held at most
 * @param maxWaiters how many requests are held at most
 * @param probePath the path that tells whether it is ready, or null for the provider's own word
 * @param requiredHooks the before hooks without whose success a transition does not happen
 * @param displayName what people call it, or null when that is its own name; it is not found by it
 * @param schedule when it is not stopped however idle it is
 * @param hooks the commands of its own, in addition to those of every app
 */
public record AppPolicy(
        boolean ignored,
        boolean named,
        Duration maxIdle,
        Set<String> linkedApps,
        Set<String> hosts,
        WakeMode wake,
        Duration holdLimit,
        int maxWaiters,
        @Nullable String probePath,
        Set<Hook.Point> requiredHooks,
        @Nullable String displayName,
        Schedule schedule,
        Map<Hook.Point, HookCommand> hooks) {

    public AppPolicy {
        linkedApps = Set.copyOf(linkedApps);
        hosts = Set.copyOf(hosts);
        requiredHooks = Set.copyOf(requiredHooks);
        hooks = Map.copyOf(hooks);
    }

    /** What a request gets while its app wakes. */
    public enum WakeMode {
        /** A browser's navigation gets the waiting page, everything else is held. */
        AUTO,
        /** Whoever accepts HTML gets the waiting page. */
        PAGE,
        /** Everything is held. */
        HOLD,
        /** Nothing wakes it: a request to it while it rests is answered with 503. */
        NEVER
    }

    /** Starts with what holds for an app of which no rule says anything: 15 minutes, held for 25 seconds. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts from this policy. */
    public Builder toBuilder() {
        return new Builder()
                .ignored(ignored)
                .named(named)
                .maxIdle(maxIdle)
                .linkedApps(linkedApps)
                .hosts(hosts)
                .wake(wake)
                .holdLimit(holdLimit)
                .maxWaiters(maxWaiters)
                .probePath(probePath)
                .requiredHooks(requiredHooks)
                .displayName(displayName)
                .schedule(schedule)
                .hooks(hooks);
    }

    /** Collects the parts of an {@link AppPolicy}. Not safe for several threads. */
    public static final class Builder {
        private boolean ignored;
        private boolean named;
        private Duration maxIdle = Duration.ofMinutes(15);
        private Set<String> linkedApps = Set.of();
        private Set<String> hosts = Set.of();
        private WakeMode wake = WakeMode.AUTO;
        private Duration holdLimit = Duration.ofSeconds(25);
        private int maxWaiters = 1000;
        private @Nullable String probePath;
        private Set<Hook.Point> requiredHooks = Set.of();
        private @Nullable String displayName;
        private Schedule schedule = Schedule.never();
        private Map<Hook.Point, HookCommand> hooks = Map.of();

        private Builder() {}

        public Builder ignored(boolean value) {
            ignored = value;
            return this;
        }

        public Builder named(boolean value) {
            named = value;
            return this;
        }

        public Builder maxIdle(Duration value) {
            maxIdle = value;
            return this;
        }

        public Builder linkedApps(Set<String> value) {
            linkedApps = Set.copyOf(value);
            return this;
        }

        public Builder hosts(Set<String> value) {
            hosts = Set.copyOf(value);
            return this;
        }

        public Builder wake(WakeMode value) {
            wake = value;
            return this;
        }

        public Builder holdLimit(Duration value) {
            holdLimit = value;
            return this;
        }

        public Builder maxWaiters(int value) {
            maxWaiters = value;
            return this;
        }

        public Builder probePath(@Nullable String value) {
            probePath = value;
            return this;
        }

        public Builder requiredHooks(Set<Hook.Point> value) {
            requiredHooks = Set.copyOf(value);
            return this;
        }

        public Builder displayName(@Nullable String value) {
            displayName = value;
            return this;
        }

        public Builder schedule(Schedule value) {
            schedule = value;
            return this;
        }

        public Builder hooks(Map<Hook.Point, HookCommand> value) {
            hooks = Map.copyOf(value);
            return this;
        }

        public AppPolicy build() {
            return new AppPolicy(
                    ignored,
                    named,
                    maxIdle,
                    linkedApps,
                    hosts,
                    wake,
                    holdLimit,
                    maxWaiters,
                    probePath,
                    requiredHooks,
                    displayName,
                    schedule,
                    hooks);
        }
    }
}
