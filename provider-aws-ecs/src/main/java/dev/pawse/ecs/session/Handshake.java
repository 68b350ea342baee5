package dev.pawse.ecs.session;

import dev.pawse.http.Json;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What the agent asks and gets told before a session begins: that it is a shell, and the key when it is to be encrypted. Used by one
 * thread.
 */
final class Handshake {
    /** Agents compare it to know what a client can do, so it is that of the plug-in whose protocol this is. */
    static final String CLIENT_VERSION = "1.2.677.0";

    private static final Set<String> SHELLS =
            Set.of("Standard_Stream", "InteractiveCommands", "NonInteractiveCommands");
    private static final int SUCCESS = 1;
    private static final int FAILED = 2;
    private static final int UNSUPPORTED = 3;

    private final SessionTicket ticket;
    private final DataKeys keys;
    private @Nullable SessionCipher cipher;
    private @Nullable PawseException failure;

    Handshake(SessionTicket ticket, DataKeys keys) {
        this.ticket = ticket;
        this.keys = keys;
    }

    /** Answers the request: each action with its outcome. What failed is {@link #failure} afterwards. */
    ByteString respond(ByteString request) {
        List<Object> outcomes = new ArrayList<>();
        for (JsonNode action : tree(request).path("RequestedClientActions")) {
            outcomes.add(outcome(action));
        }
        Map<String, @Nullable Object> response = new LinkedHashMap<>();
        response.put("ClientVersion", CLIENT_VERSION);
        response.put("ProcessedClientActions", outcomes);
        response.put("Errors", null);
        return bytes(response);
    }

    /** Answers the challenge by which the agent sees that both have the same key. */
    ByteString respondToChallenge(ByteString request) throws GeneralSecurityException {
        SessionCipher agreed = cipher;
        if (agreed == null) {
            throw new GeneralSecurityException("a challenge without a key");
        }
        ByteString challenge =
                ByteString.decodeBase64(tree(request).path("Challenge").asString(""));
        if (challenge == null) {
            throw new GeneralSecurityException("a challenge that is no Base64");
        }
        ByteString again = agreed.close(agreed.open(challenge));
        return bytes(Map.of("Challenge", again.base64()));
    }

    /** What the agent has to say to the user when it is over; may be empty. */
    static String customerMessage(ByteString complete) {
        return tree(complete).path("CustomerMessage").asString("");
    }

    /** How the session is encrypted, or null when it is not. */
    @Nullable
    SessionCipher cipher() {
        return cipher;
    }

    /** Why the session cannot be, or null. */
    @Nullable
    PawseException failure() {
        return failure;
    }

    private Map<String, @Nullable Object> outcome(JsonNode action) {
        String type = action.path("ActionType").asString("");
        JsonNode parameters = action.path("ActionParameters");
        Map<String, @Nullable Object> outcome = new LinkedHashMap<>();
        outcome.put("ActionType", type);
        try {
            Object result = result(type, parameters);
            outcome.put("ActionStatus", SUCCESS);
            outcome.put("ActionResult", result);
            outcome.put("Error", "");
        } catch (PawseException e) {
            failure = e;
            outcome.put(
                    "ActionStatus", type.equals("SessionType") || type.equals("KMSEncryption") ? FAILED : UNSUPPORTED);
            outcome.put("ActionResult", null);
            outcome.put("Error", e.message());
        }
        return outcome;
    }

    private @Nullable Object result(String type, JsonNode parameters) {
        return switch (type) {
            case "SessionType" -> {
                String session = parameters.path("SessionType").asString("");
                if (!SHELLS.contains(session)) {
                    throw new PawseException(
                            Reason.UNSUPPORTED, "the session is of type " + session + ", which is no shell");
                }
                yield null;
            }
            case "KMSEncryption" -> agree(parameters);
            default ->
                throw new PawseException(
                        Reason.UNSUPPORTED, "the agent asks for " + type + ", which this client does not know");
        };
    }

    private Map<String, @Nullable Object> agree(JsonNode parameters) {
        Map<String, String> context =
                new HashMap<>(Map.of("aws:ssm:SessionId", ticket.sessionId(), "aws:ssm:TargetId", ticket.target()));
        // Agents from 3.3.808 on bind the key to a value of their own, and may insist on having that acknowledged.
        String challenge = parameters.path("Challenge").asString("");
        if (!challenge.isEmpty()) {
            context.put("aws:ssm:RandomChallenge", challenge);
        }
        DataKey key = keys.generate(parameters.path("KMSKeyId").asString(""), Map.copyOf(context));
        if (key.plaintext().size() != DataKeys.BYTES) {
            throw new PawseException(
                    Reason.UNAVAILABLE, "a data key of " + key.plaintext().size() + " bytes came for the session");
        }
        cipher = new SessionCipher(key.plaintext());
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("KMSCipherTextKey", key.sealed().base64());
        result.put("KMSCipherTextHash", null);
        if (!challenge.isEmpty()) {
            result.put("ChallengeAcknowledgement", true);
        }
        return result;
    }

    private static JsonNode tree(ByteString json) {
        try {
            return Json.MAPPER.readTree(json.toByteArray());
        } catch (JacksonException e) {
            return Json.MAPPER.createObjectNode();
        }
    }

    private static ByteString bytes(Object value) {
        return ByteString.of(Json.MAPPER.writeValueAsBytes(value));
    }
}
