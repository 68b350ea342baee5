package dev.pawse.ecs.session;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Secret;
import java.util.Optional;

/** The API beside the data channel, for a connection that broke and for a session that is to end. */
public interface Resumption {
    /**
     * A token for one more connection to a session; empty when the session is over.
     *
     * @throws PawseException when it cannot be told; {@link dev.pawse.spi.Reason#UNAVAILABLE} is asked again
     */
    Optional<Secret> resume(String sessionId);

    /** Ends a session. */
    void terminate(String sessionId);
}
