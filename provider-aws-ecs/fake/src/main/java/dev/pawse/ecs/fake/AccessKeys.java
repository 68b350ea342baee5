package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The access keys of the account, and what they are recognised by in a request's signature. Safe for many threads. */
final class AccessKeys {
    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/]+)/\\d{8}/([^/]+)/([^/]+)/aws4_request");

    private final Clock clock;
    private final Map<String, Key> keys = new ConcurrentHashMap<>();

    AccessKeys(Clock clock) {
        this.clock = clock;
    }

    /**
     * A key.
     *
     * @param session the token that must come with it, or null for a lasting key
     * @param ends when it ends, or null
     */
    record Key(
            String id,
            String secret,
            String principal,
            @Nullable String session,
            @Nullable Instant ends) {}

    /** What a signature says of itself. */
    record Scope(String key, String region, String service) {}

    void add(Key key) {
        keys.put(key.id(), key);
    }

    void remove(String id) {
        keys.remove(id);
    }

    /** The scope of a signed request, or null for one that is not signed. */
    static @Nullable Scope scope(ApiRequest request) {
        Matcher found = CREDENTIAL.matcher(request.header("Authorization").orElse(""));
        return found.find() ? new Scope(found.group(1), found.group(2), found.group(3)) : null;
    }

    /**
     * The principal of a request.
     *
     * @throws Refusal when its key is unknown or has ended, or its signature is not of that key
     */
    String principal(ApiRequest request, Scope scope, AwsProtocol protocol) {
        Key key = keys.get(scope.key());
        String session = request.header("X-Amz-Security-Token").orElse(null);
        if (key == null || (key.session() != null && !key.session().equals(session))) {
            throw protocol.unknownKey();
        }
        if (key.ends() != null && !clock.instant().isBefore(key.ends())) {
            throw protocol.expired();
        }
        if (!Signature.fits(request, key.secret())) {
            throw protocol.wrongSignature();
        }
        return key.principal();
    }
}
