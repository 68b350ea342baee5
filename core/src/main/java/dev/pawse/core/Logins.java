package dev.pawse.core;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.StoredLogin;
import java.util.Optional;

/** What the users of a front-end entered to log in. Asked while a provider is made, and only where its settings hold no credentials. */
@FunctionalInterface
public interface Logins {
    /** Nobody ever logged in. */
    Logins NONE = name -> Optional.empty();

    /**
     * What was entered for a provider. May ask a key store, which may ask its user.
     *
     * @throws PawseException {@link Reason#INVALID} when it cannot be read, or others could read it too
     */
    Optional<StoredLogin> find(ProviderName name);
}
