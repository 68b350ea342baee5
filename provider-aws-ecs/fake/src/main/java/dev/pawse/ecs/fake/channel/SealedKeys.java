package dev.pawse.ecs.fake.channel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where an agent has the key of an encrypted session opened: a key management service. Called on any thread. */
public interface SealedKeys {
    /**
     * The key as it is, or null when it was not sealed in this context.
     *
     * @param sealed what the client got of the service beside the key itself
     */
    byte @Nullable [] decrypt(byte[] sealed, Map<String, String> context);
}
