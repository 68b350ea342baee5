package dev.pawse.ecs.session;

import dev.pawse.spi.Secret;
import java.net.URI;

/**
 * What opens a session, as an API hands it out.
 *
 * @param sessionId the session's name
 * @param streamUrl where its data channel is; taken as it is
 * @param token good for one connection
 * @param target the name of what is connected to, to which an encrypted session's key is bound, e.g.
 *     {@code ecs:shop_0123_0123-4711}
 */
public record SessionTicket(String sessionId, URI streamUrl, Secret token, String target) {}
