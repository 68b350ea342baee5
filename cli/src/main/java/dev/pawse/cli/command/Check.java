package dev.pawse.cli.command;

import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Style;
import dev.pawse.spi.PawseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one look of {@code pawse doctor} found.
 *
 * @param name what was looked at, e.g. {@code clock}
 * @param provider at which provider, or null
 * @param text what was found
 * @param hint what to do, or null
 * @param exitCode what the command ends with because of it
 */
record Check(
        Status status,
        String name,
        @Nullable String provider,
        String text,
        @Nullable String hint,
        int exitCode) {
    enum Status {
        OK(Style.GREEN),
        WARN(Style.YELLOW),
        FAIL(Style.RED);

        private final Style style;

        Status(Style style) {
            this.style = style;
        }

        Style style() {
            return style;
        }
    }

    static Check ok(String name, @Nullable String provider, String text) {
        return new Check(Status.OK, name, provider, text, null, ExitCode.OK);
    }

    static Check warn(String name, @Nullable String provider, String text, @Nullable String hint) {
        return new Check(Status.WARN, name, provider, text, hint, ExitCode.OK);
    }

    /** Who has to log in or is not allowed ends with 4, whatever else is broken with 1. */
    static Check fail(String name, @Nullable String provider, PawseException failure, @Nullable String hint) {
        int code = switch (failure.reason()) {
            case UNAUTHORIZED, FORBIDDEN -> ExitCode.of(failure.reason());
            default -> ExitCode.FAILED;
        };
        return new Check(Status.FAIL, name, provider, failure.message(), hint, code);
    }

    Map<String, @Nullable Object> json() {
        return Json.object("check", name, "provider", provider, "status", status, "text", text, "hint", hint);
    }
}
