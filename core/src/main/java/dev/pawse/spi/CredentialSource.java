package dev.pawse.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider's credentials were found; never the credentials themselves.
 *
 * @param origin for people, e.g. {@code HEROKU_API_KEY} or {@code ~/.netrc, machine api.heroku.com}
 * @param expiresAt when they end, or null where they do not or nobody knows
 */
public record CredentialSource(String origin, @Nullable Instant expiresAt) {}
