package dev.pawse.ecs.fake;

import java.util.Map;

/** An answer that is an error, thrown by whoever finds it; each protocol writes it in a form of its own. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, Object> fields;

    /** A refusal with status 400, as most are. */
    Refusal(String code, String message) {
        this(400, code, message);
    }

    Refusal(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    /** @param fields what the error has besides its message, by the names of the API */
    Refusal(int status, String code, String message, Map<String, Object> fields) {
        super(message);
        this.status = status;
        this.code = code;
        this.fields = Map.copyOf(fields);
    }

    int status() {
        return status;
    }

    /** AWS's word for the error, e.g. {@code ClusterNotFoundException}. */
    String code() {
        return code;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    Map<String, Object> fields() {
        return fields == null ? Map.of() : fields;
    }
}
