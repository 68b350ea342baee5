package dev.pawse.local;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the supervisor script is told at the beginning of its input: nothing that may be secret stands in an argument, and
 * every character arrives, even under a locale that knows only ASCII.
 *
 * @param command for {@code /bin/sh -c}
 * @param arguments the command's positional parameters
 * @param ownInput whether what follows is the command's own input; the command then ends with this Java process
 */
record Supervision(
        String command,
        List<String> arguments,
        Map<String, String> environment,
        Duration stopTimeout,
        boolean ownInput) {
    private static final Charset ARGUMENTS =
            Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));

    /** Whether the operating system can be given this text as it is. */
    static boolean isPlain(String text) {
        return ARGUMENTS.newEncoder().canEncode(text);
    }

    byte[] bytes() {
        StringBuilder lines = new StringBuilder();
        environment.forEach((name, value) -> {
            if (!isPlain(value)) {
                line(lines, "export " + name + "=" + quoted(value));
            }
        });
        line(lines, "pawse_command=" + quoted(command));
        line(lines, "pawse_tenths=" + stopTimeout.toMillis() / 100);
        line(lines, "pawse_parent=" + (ownInput ? ProcessHandle.current().pid() : ""));
        line(lines, arguments.stream().map(Supervision::quoted).collect(Collectors.joining(" ", "set -- ", "")));
        line(lines, "");
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder lines, String line) {
        lines.append(line).append('\n');
    }

    /** One word of one line for a shell. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''").replace("\n", "'\"$pawse_nl\"'") + "'";
    }
}
