package dev.pawse.ecs.fake;

import java.util.Map;

/** Opens the sessions of commands in containers. */
interface ExecSessions {
    /**
     * What opens the session once.
     *
     * @param sessionId its name
     * @param streamUrl where its data channel is
     * @param token good for one connection
     */
    record Opened(String sessionId, String streamUrl, String token) {}

    /**
     * Opens a session.
     *
     * @param target the container as sessions name it, {@code ecs:CLUSTER_TASK_RUNTIMEID}
     * @param command what runs in it
     * @param environment the container's variables
     */
    Opened open(String target, String command, Map<String, String> environment);

    /** A container has ended, and its sessions with it. */
    void ended(String target);
}
