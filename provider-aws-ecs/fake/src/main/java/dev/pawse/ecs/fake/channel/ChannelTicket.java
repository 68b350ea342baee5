package dev.pawse.ecs.fake.channel;

/**
 * What opens a session once.
 *
 * @param sessionId the session's name
 * @param streamUrl where its data channel is
 * @param token good for one connection
 */
public record ChannelTicket(String sessionId, String streamUrl, String token) {}
