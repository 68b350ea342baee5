package dev.pawse.proxy;

/** A request to the API that asks for something in a way that cannot be understood; its message says what would be right. */
final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadRequest(String message, Throwable cause) {
        super(message, cause);
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
