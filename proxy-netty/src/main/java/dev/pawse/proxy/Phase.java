package dev.pawse.proxy;

/** What a client's connection waits for, which decides what happens when it has waited for long enough. */
enum Phase {
    /** A request. */
    IDLE,
    /** The rest of a head. */
    HEAD,
    /** The rest of a body that is being forwarded. */
    BODY,
    /** An app that wakes. */
    HELD,
    /** The head of an answer. */
    ANSWER,
    /** The rest of an answer. */
    RELAY,
    /** The rest of a body that nobody wants. */
    DISCARD,
    /** An answer of the proxy's own that takes its time: the system API's or the waiting page's. */
    SYSTEM,
    /** The client to notice that the connection closes. */
    LINGER,
    /** Nothing: the connection speaks another protocol. */
    TUNNEL
}
