package dev.pawse.cli;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as users and scripts are told: what, for whom, and what to do next.
 *
 * @param code a word for scripts, e.g. {@code not_found}
 * @param exitCode what the program ends with
 * @param message what was wrong with what
 * @param similar what may have been meant, or null
 * @param next the command or the setting that helps, or null
 * @param app which app it is about, or null
 * @param provider which provider it is about, or null
 * @param retryable whether the same command may work later
 */
public record Problem(
        String code,
        int exitCode,
        String message,
        @Nullable String similar,
        @Nullable String next,
        @Nullable String app,
        @Nullable String provider,
        boolean retryable) {

    /** A mistake in what was typed. */
    public static Problem usage(String message) {
        return new Problem("usage", ExitCode.USAGE, message, null, null, null, null, false);
    }

    /** A failure of the given kind. */
    public static Problem of(Reason reason, String message) {
        return new Problem(
                reason.label(), ExitCode.of(reason), message, null, null, null, null, ExitCode.isRetryable(reason));
    }

    static Problem of(PawseException failure) {
        return of(failure.reason(), failure.message());
    }

    /** A mistake in the configuration. */
    public static Problem config(String message) {
        return new Problem("invalid_config", ExitCode.BAD_CONFIG, message, null, null, null, null, false);
    }

    /** A question that nobody answered with yes. */
    public static Problem unconfirmed(String message) {
        return new Problem("unconfirmed", ExitCode.UNCONFIRMED, message, null, null, null, null, false);
    }

    public Problem similar(@Nullable String text) {
        return new Problem(code, exitCode, message, text, next, app, provider, retryable);
    }

    public Problem next(@Nullable String text) {
        return new Problem(code, exitCode, message, similar, text, app, provider, retryable);
    }

    public Problem about(AppId id) {
        return new Problem(code, exitCode, message, similar, next, id.name(), id.provider(), retryable);
    }

    /** The same where the exit code of what ran elsewhere is passed on; that a platform cannot do it is told by 5 there too. */
    Problem withoutTheCommandsCodes() {
        return exitCode == ExitCode.of(Reason.UNSUPPORTED)
                ? this
                : new Problem(code, ExitCode.NOT_THE_COMMANDS, message, similar, next, app, provider, retryable);
    }

    /** What to throw. */
    public Failure failure() {
        return new Failure(this, null);
    }

    public Failure failure(@Nullable Throwable cause) {
        return new Failure(this, cause);
    }

    /** What people read: a line for each thing that is wrong, mostly one, and at most three more. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String who = app == null || message.contains(app) ? "" : provider + "/" + app + ": ";
        message.lines()
                .filter(line -> !line.isBlank())
                .map(line -> (lines.isEmpty() ? "Error: " + who : "  ") + Text.line(line))
                .forEach(lines::add);
        if (lines.isEmpty()) {
            lines.add("Error: " + who + code);
        }
        if (similar != null) {
            lines.add("  Similar: " + Text.line(similar));
        }
        if (next != null) {
            lines.add("  Try:     " + Text.line(next));
        }
        lines.add("  [" + code + ", exit " + exitCode + "]");
        return lines;
    }

    Map<String, @Nullable Object> json() {
        String hint = next != null ? next : similar;
        return Json.object(
                "error",
                Json.object(
                        "code", code,
                        "message", message,
                        "hint", hint,
                        "provider", provider,
                        "app", app,
                        "requestId", null,
                        "retryable", retryable,
                        "exitCode", exitCode));
    }
}
