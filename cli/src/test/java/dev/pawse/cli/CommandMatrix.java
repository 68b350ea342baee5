package dev.pawse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every command of the catalogue in words that work on a platform with an app called {@code shop}, in an order that works. */
final class CommandMatrix {
    static final String SHOP = "shop";

    /** What needs more than a platform is tried elsewhere: a running proxy, a key store, a clock that goes wrong. */
    static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("demo", "dev.pawse.cli.DemoIT"),
            Map.entry("proxy start", "dev.pawse.cli.ProxyIT"),
            Map.entry("proxy check", "dev.pawse.cli.ProxyCommandsTest"),
            Map.entry("proxy status", "dev.pawse.cli.ProxyCommandsTest"),
            Map.entry("proxy reload", "dev.pawse.cli.ProxyCommandsTest"),
            Map.entry("proxy why", "dev.pawse.cli.ProxyCommandsTest"),
            Map.entry("proxy wake", "dev.pawse.cli.ProxyCommandsTest"),
            Map.entry("proxy sleep", "dev.pawse.cli.ProxyCommandsTest"),
            Map.entry("report", "dev.pawse.cli.ProxyCommandsTest"),
            Map.entry("auth login", "dev.pawse.cli.AuthLoginTest"),
            Map.entry("auth logout", "dev.pawse.cli.AuthLoginTest"),
            Map.entry("doctor", "dev.pawse.cli.DoctorTest"));

    static final List<Line> LINES = List.of(
            line("apps list"),
            line("apps info"),
            line("open", "--print"),
            line("ps"),
            line("ps", "--watch --timeout 0s"),
            line("logs view", "-n 50"),
            line("logs console", "--print"),
            line("config list"),
            line("config get", "GREETING"),
            line("config set", "COLOUR=red"),
            line("config unset", "COLOUR --yes --if-exists"),
            line("config export"),
            line("config import", "-").reading("SIZE=\"two\\nlines\"\nCOLOUR=blue\n"),
            line("config diff", "-").reading("GREETING=hi\n"),
            line("config edit", "").asking(),
            line("config history"),
            line("scale"),
            line("scale", "web=2"),
            line("restart", "--yes --wait"),
            line("stop"),
            line("start", "--wait"),
            line("builds list"),
            line("builds view"),
            line("builds logs"),
            line("deployments"),
            line("deployments", "--watch"),
            line("events"),
            line("releases list"),
            line("releases info"),
            line("releases rollback", "--confirm shop"),
            line("run", "-- echo hello"),
            line("shell", "-- echo hello"),
            line("db list"),
            line("db url"),
            line("db dump", "copy.dump --overwrite"),
            line("db load", "- --no-backup --confirm shop").reading("DUMP"),
            line("db shell", "").reading("SQL"),
            line("plan").aboutAll(),
            line("doctor iam", "--for ps"),
            line("auth status").aboutAll(),
            line("providers").aboutAll(),
            line("schema", "ps").aboutAll(),
            line("completion", "bash").aboutAll(),
            line("version").aboutAll());

    private CommandMatrix() {}

    /** How a command line is run. */
    enum Mode {
        HUMAN,
        JSON,
        NO_TERMINAL;

        Terminal terminal() {
            return this == HUMAN ? new Terminal(false, true, true, 80) : Terminal.NONE;
        }
    }

    /**
     * A command line.
     *
     * @param path the command's full name
     * @param words what follows it
     * @param input what it reads
     * @param asks whether it works only where somebody can be asked
     * @param aboutOne whether it is about the app
     */
    record Line(String path, String words, String input, boolean asks, boolean aboutOne) {
        Line reading(String text) {
            return new Line(path, words, text, asks, aboutOne);
        }

        Line asking() {
            return new Line(path, words, input, true, aboutOne);
        }

        Line aboutAll() {
            return new Line(path, words, input, asks, false);
        }

        /** Whether what it writes is what a command elsewhere writes. */
        boolean passesThrough() {
            return path.equals("run") || path.equals("shell") || path.equals("db shell");
        }

        /** Whether JSON of it is one value a line. */
        boolean streams() {
            return path.equals("logs view")
                    || path.equals("events")
                    || path.equals("builds logs")
                    || words.startsWith("--watch");
        }

        String[] arguments(Mode mode) {
            List<String> all = new ArrayList<>();
            if (mode == Mode.JSON) {
                all.add("--json");
            }
            all.addAll(List.of(path.split(" ", -1)));
            if (aboutOne && !path.equals("apps list")) {
                all.addAll(List.of("-a", SHOP));
            }
            if (!words.isEmpty()) {
                all.addAll(List.of(words.split(" ", -1)));
            }
            return all.toArray(String[]::new);
        }

        @Override
        public String toString() {
            return words.isEmpty() ? path : path + " " + words;
        }
    }

    static Stream<String> paths() {
        return Stream.concat(LINES.stream().map(Line::path), ELSEWHERE.keySet().stream());
    }

    private static Line line(String path) {
        return line(path, "");
    }

    private static Line line(String path, String words) {
        return new Line(path, words, "", false, true);
    }
}
