package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Registry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeasesTest {
    private final Registry store = new InMemoryRegistry(System::nanoTime);

    @Test
    void aThreadThatIsCutOffGivesBackWhatItHolds() {
        Leases.Held held = new Leases(new Impatient(store)).take("sweep").orElseThrow();

        Thread.currentThread().interrupt();
        held.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.acquire("sweep", Leases.TTL)).isPresent();
    }

    /** One whose answers no thread gets that is interrupted, as it is with a registry at the end of a line. */
    private static final class Impatient extends OneOfMany {
        private Impatient(Registry store) {
            super(store);
        }

        @Override
        public Optional<Lease> acquire(String name, Duration ttl) {
            return super.acquire(name, ttl).map(Remote::new);
        }

        private record Remote(Lease lease) implements Lease {
            @Override
            public long fence() {
                return lease.fence();
            }

            @Override
            public boolean held() {
                return lease.held();
            }

            @Override
            public boolean renew() {
                return lease.renew();
            }

            @Override
            public void close() {
                if (Thread.currentThread().isInterrupted()) {
                    throw new PawseException(Reason.UNAVAILABLE, "the registry was not waited for");
                }
                lease.close();
            }
        }
    }
}
