package dev.pawse.ecs.fake.channel;

/**
 * That a session is to be encrypted.
 *
 * @param keyId the key from which the client gets a data key
 * @param vault where the agent has it decrypted
 * @param challenges whether the agent is new enough to send a random challenge for the key's context, and asks to have it
 *     acknowledged
 */
public record Encryption(String keyId, SealedKeys vault, boolean challenges) {}
