package dev.pawse.proxy;

/** What the data path tells whoever counts. Called on event loops, for every request: must be cheap and never block. */
public interface ProxyEvents {
    /** Counts nothing. */
    ProxyEvents NONE = new ProxyEvents() {};

    /** A client's connection was accepted. */
    default void connectionOpened() {}

    /** A client's connection ended. */
    default void connectionClosed() {}

    /** A request got its final status, whoever answered it. */
    default void answered(int status) {}

    /** A request was put on hold because its app wakes. */
    default void held() {}

    /** A request is on hold no longer. */
    default void released() {}

    /** An app's process refused, broke off or did not answer in time. */
    default void upstreamFailed(UpstreamFailure how) {}
}
