package dev.pawse.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisNoScriptException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** What failures of Redis mean, in words that hold no secret. */
final class RedisErrors {
    /** User and password of an address, should a message ever quote one. */
    private static final Pattern USER_INFO = Pattern.compile("//[^/\\s]*@");

    /** With what Netty begins what the system says, e.g. {@code finishConnect(..) failed with error(-111): Connection refused}. */
    private static final Pattern SYSTEM_CALL = Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

    /** What the whole server has, wherever in the text it says so: before 7.0 a script's own words come first. */
    private static final Pattern SERVER = Pattern.compile(
            "\\b(READONLY|OOM|NOAUTH|NOPERM|WRONGPASS|LOADING|MASTERDOWN|MISCONF|CLUSTERDOWN|TRYAGAIN|BUSY|NOREPLICAS)\\b");
    /** What comes of damaged data: a key of another type, a text where a number should be. */
    private static final Pattern DATA = Pattern.compile("WRONGTYPE|user_script|is not an integer|is not a valid float");

    private RedisErrors() {}

    /**
     * What happened, to go on after "the registry at …".
     *
     * @param limit how long it was waited for
     */
    static String why(Throwable failure, Duration limit) {
        Throwable cause = unwrap(failure);
        if (cause instanceof TimeoutException || cause instanceof RedisCommandTimeoutException) {
            return "did not answer in " + limit.toMillis() + " ms";
        }
        if (cause instanceof RedisCommandExecutionException) {
            return "answers: " + clean(cause);
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
            if (root instanceof RedisCommandExecutionException) {
                return "answers: " + clean(root);
            }
        }
        return "cannot be reached: " + clean(root);
    }

    /** Whether the script has to be sent whole, as the server does not know it. */
    static boolean isUnknownScript(Throwable failure) {
        return unwrap(failure) instanceof RedisNoScriptException;
    }

    /** Whether a script stumbled over what is stored under its keys: these are damaged, and all others can be asked. */
    static boolean isOfOneKey(Throwable failure) {
        String message = answer(failure);
        return !SERVER.matcher(message).find() && DATA.matcher(message).find();
    }

    /** Whether this server takes no writes, as one does that is a replica now: another one took its place. */
    static boolean isReadOnly(Throwable failure) {
        return answer(failure).contains("READONLY");
    }

    private static String answer(Throwable failure) {
        Throwable cause = unwrap(failure);
        String message = cause.getMessage();
        return cause instanceof RedisCommandExecutionException && message != null ? message : "";
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String clean(Throwable failure) {
        String message = failure.getMessage();
        String text = message == null ? failure.getClass().getSimpleName() : message;
        String said = SYSTEM_CALL.matcher(text).replaceFirst("");
        return USER_INFO.matcher(said).replaceAll("//").replaceAll("\\s+", " ").strip();
    }
}
