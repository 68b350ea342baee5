package dev.pawse.proxy;

import dev.pawse.spi.Secret;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens that open an API. Without any, nothing opens it. Safe for many threads. */
final class AccessTokens {
    private volatile List<Secret> tokens;

    AccessTokens(Collection<Secret> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    /** From here on these open it, and no others. */
    void replace(Collection<Secret> others) {
        tokens = List.copyOf(others);
    }

    /** Whether this is one of the tokens; takes the same time whichever it is, and when it is none or missing. */
    boolean allow(@Nullable String presented) {
        boolean known = false;
        for (Secret token : tokens) {
            known |= token.matches(presented == null ? "" : presented);
        }
        return known && presented != null;
    }
}
