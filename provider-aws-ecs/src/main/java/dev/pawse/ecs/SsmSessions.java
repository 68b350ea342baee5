package dev.pawse.ecs;

import dev.pawse.ecs.session.DataKey;
import dev.pawse.ecs.session.DataKeys;
import dev.pawse.ecs.session.Resumption;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Secret;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;

/** What a session needs besides its data channel: Systems Manager to resume and end it, KMS for its key. Safe for many threads. */
final class SsmSessions implements Resumption, DataKeys {
    private final AwsClients clients;

    SsmSessions(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public Optional<Secret> resume(String sessionId) {
        try {
            // Without a token the session has timed out.
            return Optional.ofNullable(clients.ssm()
                            .resumeSession(request -> request.sessionId(sessionId))
                            .tokenValue())
                    .map(Secret::of);
        } catch (PawseException e) {
            if (AwsErrors.is(e, "DoesNotExistException")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void terminate(String sessionId) {
        clients.ssm().terminateSession(request -> request.sessionId(sessionId));
    }

    @Override
    public DataKey generate(String keyId, Map<String, String> context) {
        GenerateDataKeyResponse made = clients.kms()
                .generateDataKey(
                        request -> request.keyId(keyId).numberOfBytes(BYTES).encryptionContext(context));
        return new DataKey(made.plaintext().asByteArray(), made.ciphertextBlob().asByteArray());
    }
}
