package dev.pawse.ecs.session;

import java.util.Map;

/** Whoever makes data keys for an encrypted session: a key management service. Called on a thread that may wait. */
public interface DataKeys {
    /** How many bytes a session's key has: one half for each direction. */
    int BYTES = 64;

    /**
     * Makes a data key of {@link #BYTES}.
     *
     * @param keyId the key under which it is sealed
     * @param context what it is bound to: it can be opened only by who names the same
     */
    DataKey generate(String keyId, Map<String, String> context);
}
