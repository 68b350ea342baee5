package dev.pawse.core;

import static dev.pawse.core.Engine.SHOP;
import static dev.pawse.core.Engine.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Urgency;
import dev.pawse.spi.capability.Capability;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** A platform that allows few calls serves those first that somebody waits for: the engine has to say which these are. */
class UrgencyOfCallsTest {
    private final ManualClock clock = ManualClock.create();
    private final FakeProvider platform = Engine.platform(clock);
    private final Set<Urgency> seen = ConcurrentHashMap.newKeySet();

    private final class Watched implements Provider {
        @Override
        public List<App> apps() {
            seen.add(Urgency.current());
            return platform.apps();
        }

        @Override
        public Optional<App> app(AppId id) {
            seen.add(Urgency.current());
            return platform.app(id);
        }

        @Override
        public <C extends Capability> Optional<C> capability(Class<C> type) {
            seen.add(Urgency.current());
            return platform.capability(type);
        }
    }

    @Test
    void aWakeIsUrgentAndASweepIsNot() {
        platform.add("shop").stopped();
        try (Pawse pawse = Pawse.builder()
                .provider("test", new Watched())
                .rules(new Rules(Engine.MAX_IDLE))
                .clock(clock)
                .nanoTime(clock::nanoTime)
                .sweeps(now -> Instant.MAX)
                .build()) {
            pawse.start();
            assertThat(take()).containsExactly(Urgency.SWEEP);

            Engine.await(pawse.lifecycle().wake(SHOP));
            eventually("the wake has ended in all", () -> pawse.lifecycle().awake(SHOP) != null);
            assertThat(take()).containsExactly(Urgency.WAKE);

            clock.advance(Duration.ofHours(1));
            pawse.sweep();
            assertThat(platform.app(SHOP).orElseThrow().formation().isZero()).isTrue();
            assertThat(take()).containsExactly(Urgency.SWEEP);
        }
    }

    private Set<Urgency> take() {
        Set<Urgency> taken = EnumSet.copyOf(seen);
        seen.clear();
        return taken;
    }
}
