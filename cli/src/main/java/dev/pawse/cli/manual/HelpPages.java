package dev.pawse.cli.manual;

import dev.pawse.cli.Cli;
import dev.pawse.cli.HelpTopic;
import dev.pawse.cli.Manual;
import dev.pawse.cli.Terminal;
import dev.pawse.cli.Version;
import dev.pawse.cli.World;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Renders what the launcher prints without starting Java: the version, and the help as the program itself writes it, in the usual
 * widths, plain and with bold headings. By their files' names: {@code 80/plain/config.set.txt}.
 */
final class HelpPages {
    /** That of most terminals, and the widest that help becomes; for others the launcher starts Java. */
    private static final int[] WIDTHS = {80, 100};

    private HelpPages() {}

    static Map<String, String> render() {
        Map<String, String> pages = new TreeMap<>();
        pages.put("version.txt", "pawse " + Version.text() + "\n");
        for (String words : asked()) {
            String name = words.isEmpty() ? "help" : words.replace(' ', '.');
            for (int width : WIDTHS) {
                pages.put(width + "/plain/" + name + ".txt", help(words, new Terminal(false, false, false, width)));
                pages.put(width + "/bold/" + name + ".txt", help(words, new Terminal(false, true, false, width)));
            }
        }
        return pages;
    }

    /** What help may be asked for: nothing in particular, a group, a command, a topic, another word for one. */
    private static Set<String> asked() {
        Set<String> asked = new TreeSet<>();
        asked.add("");
        for (Manual.Page page : Manual.pages()) {
            asked.add(page.path());
            asked.add(page.path().split(" ", 2)[0]);
        }
        HelpTopic.all().forEach(topic -> asked.add(topic.name()));
        asked.addAll(HelpTopic.otherNames());
        asked.addAll(Manual.otherWords());
        return asked;
    }

    private static String help(String words, Terminal terminal) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        World world = new World(
                Map.of(), Path.of(""), null, InputStream.nullInputStream(), out, err, terminal, Clock.systemUTC());
        int code = new Cli(world).run((words + " --help").strip().split(" ", -1));
        if (code != 0 || err.size() > 0) {
            throw new IllegalStateException("no help for '" + words + "': " + err.toString(StandardCharsets.UTF_8));
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
