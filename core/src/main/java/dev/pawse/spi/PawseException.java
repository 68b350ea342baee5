package dev.pawse.spi;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one exception that crosses ports. Its message is for people and holds no secret. */
public final class PawseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final @Nullable Duration retryAfter;

    public PawseException(Reason reason, String message) {
        this(reason, message, null, null);
    }

    public PawseException(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, cause, null);
    }

    private PawseException(Reason reason, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public Reason reason() {
        return reason;
    }

    /** How long to wait before asking again, where the other side said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The same failure with the time after which it is worth another try. */
    public PawseException withRetryAfter(Duration wait) {
        PawseException copy = new PawseException(reason, message(), this, wait);
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    /** The message; never null. */
    public String message() {
        String message = getMessage();
        return message == null ? reason.label() : message;
    }
}
