package dev.pawse.scalingo.fake;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Hands out JWTs and knows which of them are good. What a token is good for is its subject: the account, or one database. */
final class Tokens {
    static final String ACCOUNT = "account";

    private final Clock clock;
    private final Map<String, Grant> granted = new ConcurrentHashMap<>();
    private volatile Duration lifetime = Duration.ofHours(1);

    Tokens(Clock clock) {
        this.clock = clock;
    }

    private record Grant(String subject, Instant end) {}

    void lifetime(Duration value) {
        lifetime = value;
    }

    String grant(String subject) {
        Instant now = clock.instant();
        Instant end = now.plus(lifetime);
        String token = part("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "."
                + part(Json.text(Json.object(
                        "iat", now.getEpochSecond(), "exp", end.getEpochSecond(), "jti", Ids.next(), "sub", subject)))
                + "." + part("signature");
        granted.put(token, new Grant(subject, end));
        return token;
    }

    boolean isGood(String token, String subject) {
        Grant grant = granted.get(token);
        return grant != null && grant.subject.equals(subject) && clock.instant().isBefore(grant.end);
    }

    /** No token that was handed out so far is good any more. */
    void revokeAll() {
        granted.clear();
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
