package dev.pawse.http;

import dev.pawse.spi.Secret;
import java.net.URI;
import java.util.Map;

/** What makes an API trust a call. Safe for many threads. */
public interface Credential {
    /**
     * The headers that go with a call.
     *
     * @param method e.g. {@code GET}
     * @param uri the whole address with its query
     */
    Map<String, String> headers(String method, URI uri);

    /**
     * Called when a call was answered with 401: gets a fresh credential where that can be, once for all threads that ask at the
     * same time.
     *
     * @param refused the headers that were refused
     * @return whether the call is worth another try
     */
    default boolean renew(Map<String, String> refused) {
        return false;
    }

    /** A token that is sent as it is and that cannot be renewed (RFC 6750, section 2.1). */
    static Credential bearer(Secret token) {
        return (method, uri) -> Map.of("Authorization", "Bearer " + token.reveal());
    }

    /** No credential. */
    static Credential none() {
        return (method, uri) -> Map.of();
    }
}
