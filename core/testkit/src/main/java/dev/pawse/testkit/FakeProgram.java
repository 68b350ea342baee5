package dev.pawse.testkit;

import dev.pawse.spi.capability.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a command does in a shell of a {@link FakeProvider}; run on a thread of its own, which is interrupted to end it. */
@FunctionalInterface
public interface FakeProgram {
    /**
     * A few commands as Unix has them: {@code echo}, {@code cat}, {@code true}, {@code false}, {@code printenv NAME},
     * {@code sleep SECONDS}, {@code sh -c} with {@code echo … [>&2]} and {@code exit N}, and for no command at all
     * {@code cat}. Others end with 127.
     */
    FakeProgram UNIX = FakeProgram::unix;

    /**
     * Runs to its end.
     *
     * @return the exit code
     */
    int run(Shell.Request request, InputStream in, OutputStream out, OutputStream err)
            throws IOException, InterruptedException;

    private static int unix(Shell.Request request, InputStream in, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        List<String> command = request.command();
        List<String> arguments = command.isEmpty() ? List.of() : command.subList(1, command.size());
        switch (command.isEmpty() ? "cat" : command.get(0)) {
            case "echo" -> print(out, String.join(" ", arguments));
            case "cat" -> in.transferTo(out);
            case "true" -> {}
            case "false" -> {
                return 1;
            }
            case "printenv" -> {
                String value = request.environment().get(arguments.get(0));
                if (value == null) {
                    return 1;
                }
                print(out, value);
            }
            case "sleep" -> new CountDownLatch(1).await(Long.parseLong(arguments.get(0)), TimeUnit.SECONDS);
            case "sh" -> {
                return script(arguments.get(1), out, err);
            }
            default -> {
                print(err, command.get(0) + ": not found");
                return 127;
            }
        }
        return 0;
    }

    private static int script(String script, OutputStream out, OutputStream err) throws IOException {
        for (String line : script.split(";", -1)) {
            String statement = line.strip();
            if (statement.startsWith("exit ")) {
                return Integer.parseInt(statement.substring(5).strip());
            }
            if (!statement.startsWith("echo ")) {
                print(err, "sh: " + statement + ": not found");
                return 127;
            }
            boolean toErrors = statement.endsWith(">&2");
            String text = toErrors ? statement.substring(0, statement.length() - 3) : statement;
            print(toErrors ? err : out, text.substring(5).strip());
        }
        return 0;
    }

    private static void print(OutputStream to, String line) throws IOException {
        to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
