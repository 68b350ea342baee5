package dev.pawse.core;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Stage;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process does when another one stops an app that seems awake here: it objects to an intent if the app is in use, and
 * otherwise looks at the app before it forwards to it again. Blocks.
 */
final class ForeignStops {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignStops.class);
    /** A use that ended longer ago was told to the others, who decided knowing it. */
    private static final Duration UNTOLD = Duration.ofSeconds(2);

    private final Parts parts;
    private final Lifecycle lifecycle;

    ForeignStops(Parts parts, Lifecycle lifecycle) {
        this.parts = parts;
        this.lifecycle = lifecycle;
    }

    /** Something was written of an app, by this process or another one. */
    void heard(AppId id) {
        Phase phase = lifecycle.phase(id);
        if (!(phase instanceof Phase.Awake) && !(phase instanceof Phase.Doubtful)) {
            return;
        }
        try {
            Optional<Entry> entry = parts.ledger().read(id);
            Stage stage = entry.map(Entry::stage).orElse(Stage.AWAKE);
            if (stage == Stage.RESTING && !parts.dryRun() && isUsed(id)) {
                object(entry.orElseThrow());
            } else if (stage == Stage.RESTING || stage == Stage.ASLEEP) {
                lifecycle.doubt(id);
            }
        } catch (PawseException e) {
            LOG.debug("{}: what another process wrote of it cannot be read", id, e);
        }
    }

    private boolean isUsed(AppId id) {
        return parts.activity().inFlight(id) > 0
                || (parts.activity().isUsed(id) && parts.activity().idle(id).compareTo(UNTOLD) < 0);
    }

    /** The intent becomes another one, so that who finds it looks whether the stop had begun all the same. */
    private void object(Entry intent) {
        parts.ledger()
                .replace(intent.app(), Optional.of(intent), Stage.WAKING, intent.formation(), Registry.UNFENCED)
                .ifPresent(stored ->
                        LOG.info("{} is in use here: its stop by another process is cancelled", stored.app()));
    }
}
