package dev.pawse.proxy;

/** How an app that should have taken a request failed to. */
public enum UpstreamFailure {
    /** It could not be connected to. */
    CONNECT,
    /** Its certificate or name was not the right one, or TLS failed. */
    TLS,
    /** It closed the connection before its answer was whole. */
    RESET,
    /** It was silent for too long. */
    TIMEOUT,
    /** Its answer was not HTTP as it should be. */
    PROTOCOL
}
