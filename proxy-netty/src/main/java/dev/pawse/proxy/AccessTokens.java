package dev.pawse.proxy;

import dev.pawse.spi.Secret;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens that open an API. Without any, nothing opens it. */
final class AccessTokens {
    private final List<Secret> tokens;

    AccessTokens(Collection<Secret> tokens) {
        this.tokens = List.copyOf(tokens);
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
