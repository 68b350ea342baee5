package dev.pawse.ecs.session;

/** What a stream's message can hold. */
final class PayloadType {
    static final int OUTPUT = 1;
    static final int SIZE = 3;
    static final int HANDSHAKE_REQUEST = 5;
    static final int HANDSHAKE_RESPONSE = 6;
    static final int HANDSHAKE_COMPLETE = 7;
    static final int CHALLENGE_REQUEST = 8;
    static final int CHALLENGE_RESPONSE = 9;
    static final int FLAG = 10;
    static final int ERRORS = 11;

    private PayloadType() {}
}
