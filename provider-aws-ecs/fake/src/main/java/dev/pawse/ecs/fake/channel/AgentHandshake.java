package dev.pawse.ecs.fake.channel;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The agent's side of the handshake: what it asks of the client, and whether it is content with the answers. */
final class AgentHandshake {
    private final ChannelOrder order;
    private final String session;
    private final byte[] challenge = random(64);
    private final String contextChallenge = base64(random(16));
    private volatile @Nullable AgentCipher cipher;

    AgentHandshake(ChannelOrder order, String session) {
        this.order = order;
        this.session = session;
    }

    /** The client cannot do what was asked, or did something else. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1;

        private Failure(String message) {
            super(message);
        }
    }

    byte[] request() {
        List<Object> actions = new ArrayList<>();
        actions.add(ChannelJson.object(
                "ActionType",
                "SessionType",
                "ActionParameters",
                ChannelJson.object("SessionType", order.sessionType(), "Properties", Map.of())));
        Encryption encryption = order.encryption();
        if (encryption != null) {
            Map<String, @Nullable Object> parameters = ChannelJson.object("KMSKeyId", encryption.keyId());
            if (encryption.challenges()) {
                parameters.put("Challenge", contextChallenge);
            }
            actions.add(ChannelJson.object("ActionType", "KMSEncryption", "ActionParameters", parameters));
        }
        return ChannelJson.bytes(ChannelJson.object("AgentVersion", "3.3.859.0", "RequestedClientActions", actions));
    }

    /** What the client has to show that it has the key, or null where there is none. */
    byte @Nullable [] challenge(JsonNode response) throws Failure {
        for (JsonNode action : response.path("ProcessedClientActions")) {
            if (action.path("ActionStatus").asInt(0) != 1) {
                throw new Failure("Failed to process action "
                        + action.path("ActionType").asString("") + ": "
                        + action.path("Error").asString(""));
            }
            if (action.path("ActionType").asString("").equals("KMSEncryption")) {
                cipher = agreed(action.path("ActionResult"));
            }
        }
        AgentCipher agreed = cipher;
        if (order.encryption() == null) {
            return null;
        }
        if (agreed == null) {
            throw new Failure("the client did not say how it encrypts");
        }
        return ChannelJson.bytes(ChannelJson.object("Challenge", base64(agreed.encrypt(challenge))));
    }

    void check(JsonNode response) throws Failure, GeneralSecurityException {
        AgentCipher agreed = cipher;
        byte[] answer = Base64.getDecoder().decode(response.path("Challenge").asString(""));
        if (agreed == null || !Arrays.equals(agreed.decrypt(answer), challenge)) {
            throw new Failure("Encryption challenge does not match");
        }
    }

    /** How the session is encrypted, or null when it is not. */
    @Nullable
    AgentCipher cipher() {
        return cipher;
    }

    private @Nullable AgentCipher agreed(JsonNode result) {
        Encryption encryption = order.encryption();
        if (encryption == null) {
            return null;
        }
        Map<String, String> context =
                new HashMap<>(Map.of("aws:ssm:SessionId", session, "aws:ssm:TargetId", order.target()));
        if (encryption.challenges()) {
            if (!result.path("ChallengeAcknowledgement").asBoolean(false)) {
                return null;
            }
            context.put("aws:ssm:RandomChallenge", contextChallenge);
        }
        byte[] blob = Base64.getDecoder().decode(result.path("KMSCipherTextKey").asString(""));
        byte[] key = encryption.vault().decrypt(blob, context);
        return key == null || key.length != 64 ? null : new AgentCipher(key);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
