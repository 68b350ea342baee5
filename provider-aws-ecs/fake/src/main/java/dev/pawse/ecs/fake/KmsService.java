package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** KMS: makes data keys, encrypts and decrypts, each only for who may use the key with that encryption context. */
final class KmsService implements AwsService {
    private static final int MOST_BYTES = 1024;

    private final KmsKeys keys;

    KmsService(KmsKeys keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return "kms";
    }

    @Override
    public ApiReply answer(AwsCall call) {
        return switch (call.operation()) {
            case "GenerateDataKey" -> dataKey(call);
            case "Encrypt" -> encrypt(call);
            case "Decrypt" -> decrypt(call);
            case "DescribeKey" -> describe(call);
            default -> throw call.unknownOperation();
        };
    }

    private ApiReply dataKey(AwsCall call) {
        KmsKeys.Key key = keys.key(call.required("KeyId"));
        Map<String, String> context = context(call);
        authorize(call, "kms:GenerateDataKey", key, context);
        int bytes = call.text("KeySpec", "AES_256").equals("AES_128") ? 16 : 32;
        int count = call.number("NumberOfBytes", bytes);
        if (count < 1 || count > MOST_BYTES) {
            throw new Refusal(
                    "ValidationException",
                    "1 validation error detected: Value '" + count
                            + "' at 'numberOfBytes' failed to satisfy constraint:"
                            + " Member must have value less than or equal to 1024");
        }
        byte[] plain = keys.bytes(count);
        return call.reply(
                "KeyId",
                key.arn(),
                "Plaintext",
                base64(plain),
                "CiphertextBlob",
                base64(keys.encrypt(key, plain, context)));
    }

    private ApiReply encrypt(AwsCall call) {
        KmsKeys.Key key = keys.key(call.required("KeyId"));
        Map<String, String> context = context(call);
        authorize(call, "kms:Encrypt", key, context);
        byte[] plain = bytes(call, "Plaintext");
        return call.reply("KeyId", key.arn(), "CiphertextBlob", base64(keys.encrypt(key, plain, context)));
    }

    private ApiReply decrypt(AwsCall call) {
        byte[] blob = bytes(call, "CiphertextBlob");
        KmsKeys.Key key = keys.keyOf(blob);
        Map<String, String> context = context(call);
        authorize(call, "kms:Decrypt", key, context);
        String named = call.text("KeyId");
        if (named != null && !keys.key(named).equals(key)) {
            throw new Refusal(
                    "IncorrectKeyException",
                    "The key ID in the request does not identify a CMK that can perform this operation.");
        }
        return call.reply("KeyId", key.arn(), "Plaintext", base64(keys.decrypt(blob, context)));
    }

    private ApiReply describe(AwsCall call) {
        KmsKeys.Key key = keys.key(call.required("KeyId"));
        authorize(call, "kms:DescribeKey", key, Map.of());
        return call.reply(
                "KeyMetadata",
                Json.object(
                        "KeyId",
                        key.id(),
                        "Arn",
                        key.arn(),
                        "AWSAccountId",
                        call.account(),
                        "Enabled",
                        true,
                        "KeyManager",
                        key.ofAws() ? "AWS" : "CUSTOMER",
                        "KeyState",
                        "Enabled"));
    }

    /** Asks for the permission to use a key; AWS's own keys let every principal of the account. */
    static void authorize(AwsCall call, String action, KmsKeys.Key key, Map<String, String> context) {
        if (key.ofAws()) {
            return;
        }
        Map<String, String> conditions = new HashMap<>();
        context.forEach((name, value) -> conditions.put("kms:EncryptionContext:" + name, value));
        call.authorize(action, key.arn(), conditions);
    }

    private static Map<String, String> context(AwsCall call) {
        Map<String, String> context = new TreeMap<>();
        call.input()
                .path("EncryptionContext")
                .properties()
                .forEach(one -> context.put(one.getKey(), one.getValue().asString("")));
        return context;
    }

    private static byte[] bytes(AwsCall call, String name) {
        try {
            return Base64.getDecoder().decode(call.required(name).getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new Refusal("SerializationException", name + " is not Base64");
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
