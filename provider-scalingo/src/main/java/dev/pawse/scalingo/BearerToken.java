package dev.pawse.scalingo;

import dev.pawse.http.Credential;
import dev.pawse.http.Json;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * A JWT that lives for an hour: fetched when it is first needed, kept, and fetched anew five minutes before its end or when it was
 * refused, once for all threads (developers.scalingo.com, "Authentication").
 */
final class BearerToken implements Credential {
    private static final Logger LOG = LoggerFactory.getLogger(BearerToken.class);
    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final Duration ASSUMED = Duration.ofMinutes(55);
    private static final Duration BELIEVED = Duration.ofMinutes(1);

    private final Supplier<String> fetch;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Token current;
    private @Nullable Refusal refusal;

    /** @param fetch gets a new token, or fails with a {@link PawseException} */
    BearerToken(Supplier<String> fetch, Clock clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    private record Token(Secret text, Instant end) {}

    private record Refusal(PawseException why, Instant until) {}

    /** The token, good for five minutes at least. */
    Secret token() {
        Token known = current;
        if (known != null && isFresh(known)) {
            return known.text;
        }
        fetching.lock();
        try {
            known = current;
            if (known != null && isFresh(known)) {
                return known.text;
            }
            return renewed(known);
        } finally {
            fetching.unlock();
        }
    }

    @Override
    public Map<String, String> headers(String method, URI uri) {
        return Map.of("Authorization", "Bearer " + token().reveal());
    }

    @Override
    public boolean renew(Map<String, String> refused) {
        fetching.lock();
        try {
            Token known = current;
            if (known != null && refused.equals(Map.of("Authorization", "Bearer " + known.text.reveal()))) {
                current = null;
                renewed(null);
            }
            return true;
        } finally {
            fetching.unlock();
        }
    }

    private Secret renewed(@Nullable Token old) {
        try {
            String text = fetched();
            current = new Token(Secret.of(text), end(text));
            return Secret.of(text);
        } catch (PawseException e) {
            if (old == null || !clock.instant().isBefore(old.end) || e.reason() == Reason.UNAUTHORIZED) {
                throw e;
            }
            LOG.warn("a token that still lives is used on, because no new one could be had: {}", e.message());
            return old.text;
        }
    }

    /** A refusal is believed for a minute: whoever lost access must not be asked for at each call. */
    private String fetched() {
        Refusal known = refusal;
        if (known != null && clock.instant().isBefore(known.until)) {
            throw known.why;
        }
        try {
            String text = fetch.get();
            refusal = null;
            return text;
        } catch (PawseException e) {
            if (e.reason() == Reason.UNAUTHORIZED) {
                refusal = new Refusal(e, clock.instant().plus(BELIEVED));
            }
            throw e;
        }
    }

    private boolean isFresh(Token token) {
        return clock.instant().isBefore(token.end.minus(EARLY));
    }

    /** The claim {@code exp} (RFC 7519, section 4.1.4); whether the signature is good is for the platform to say. */
    private Instant end(String token) {
        String[] parts = token.split("\\.", -1);
        try {
            String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            long seconds = Json.MAPPER.readTree(claims).path("exp").asLong(0);
            if (seconds > 0) {
                return Instant.ofEpochSecond(seconds);
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | JacksonException e) {
            LOG.debug("a token that does not tell its end is taken to live for {} min", ASSUMED.toMinutes());
        }
        return clock.instant().plus(ASSUMED).plus(EARLY);
    }

    @Override
    public String toString() {
        return "BearerToken";
    }
}
