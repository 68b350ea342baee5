package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Stage;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a registry does in addition that outlives its process. */
public interface DurableRegistryContract extends RegistryContract {
    /** Ends the process of {@link #registry()} without a farewell, and gives what the next process opens. */
    Registry afterCrash();

    @Test
    default void itSaysThatItIsDurable() {
        assertThat(registry().isDurable()).isTrue();
    }

    @Test
    default void whatWasWrittenOutlivesTheProcess() {
        Formation formation =
                new Formation(Map.of("web", new Scale(3, "S"), "worker", new Scale(2, null), "cron", Scale.of(0)));
        Instant since = Instant.parse("2026-03-01T12:30:45.678Z");
        registry().compareAndSet(0, new Entry(STOCK, 0, Stage.AWAKE, formation, since));
        registry().compareAndSet(1, new Entry(STOCK, 1, Stage.RESTING, formation, since));

        assertThat(afterCrash().entries()).containsExactly(new Entry(STOCK, 2, Stage.RESTING, formation, since));
    }

    @Test
    default void whatWasRemovedStaysForgotten() {
        registry().compareAndSet(0, new Entry(SHOP, 0, Stage.AWAKE, Formation.empty(), Instant.EPOCH));
        registry().remove(SHOP, 1);

        assertThat(afterCrash().entries()).isEmpty();
    }

    @Test
    default void epochsGoOnWhereTheyWere() {
        Entry entry = new Entry(SHOP, 0, Stage.AWAKE, Formation.empty(), Instant.EPOCH);
        registry().compareAndSet(0, entry);
        Registry next = afterCrash();

        assertThat(next.compareAndSet(0, entry)).isEmpty();
        assertThat(next.compareAndSet(1, entry)).map(Entry::epoch).contains(2L);
    }
}
