package dev.pawse.ecs.session;

/** A message that is cut off, malformed, or whose payload is not the one its digest was made of. */
final class BrokenFrameException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenFrameException(String message) {
        super(message);
    }
}
