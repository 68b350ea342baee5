package dev.pawse.local;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which environment variables an app gets from this machine, and which names are its own to set. */
final class Variables {
    /** The port on which a web process must listen. */
    static final String PORT = "PORT";

    /** The process's own name, e.g. {@code web.1}. */
    static final String PROCESS = "PAWSE_PROCESS";

    private static final Set<String> OURS = Set.of(PORT, PROCESS);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    // Few on purpose: the tokens of Pawse's own environment are none of an app's business.
    private static final Set<String> INHERITED =
            Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "JAVA_HOME", "TERM");

    private Variables() {}

    /** Whether a variable of Pawse's own environment is passed on to apps. */
    static boolean isInherited(String name) {
        return INHERITED.contains(name) || name.startsWith("LC_");
    }

    /** Why an app may not have a variable of this name, or null when it may. */
    static @Nullable String problem(String name) {
        if (!NAME.matcher(name).matches()) {
            return "'" + name + "' is not a name of a variable: letters, digits and _, no digit first";
        }
        if (OURS.contains(name)) {
            return name + " is set by Pawse";
        }
        return null;
    }
}
