package dev.pawse.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pawse help TOPIC} tells of something that is no command's own.
 *
 * @param name by which it is asked for
 * @param title its heading
 * @param parts what it says
 */
public record HelpTopic(String name, String title, List<Part> parts) {
    private static final Map<String, String> OTHER_NAMES = Map.of("colors", "colours");

    public HelpTopic {
        parts = List.copyOf(parts);
    }

    /**
     * A paragraph, or an entry of a list.
     *
     * @param word what the entry is about, or empty for a paragraph
     * @param text what there is to say
     */
    public record Part(String word, String text) {
        public boolean isParagraph() {
            return word.isEmpty();
        }
    }

    /** All of them, in the order of the help. */
    public static List<HelpTopic> all() {
        List<HelpTopic> topics = new ArrayList<>();
        try (InputStream in = HelpTopic.class.getResourceAsStream("topics.txt");
                BufferedReader reader = new BufferedReader(new InputStreamReader(
                        in == null ? InputStream.nullInputStream() : in, StandardCharsets.UTF_8))) {
            String name = "";
            String title = "";
            List<Part> parts = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("= ")) {
                    add(topics, name, title, parts);
                    parts.clear();
                    int space = line.indexOf(' ', 2);
                    name = line.substring(2, space);
                    title = line.substring(space + 1);
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    parts.add(part(line));
                }
            }
            add(topics, name, title, parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return topics;
    }

    /** What topics may be asked for by besides their names. */
    public static Set<String> otherNames() {
        return OTHER_NAMES.keySet();
    }

    /** The one of this name, or null. */
    static @Nullable HelpTopic find(String name) {
        String known = OTHER_NAMES.getOrDefault(name, name);
        for (HelpTopic topic : all()) {
            if (topic.name.equals(known)) {
                return topic;
            }
        }
        return null;
    }

    private static void add(List<HelpTopic> topics, String name, String title, List<Part> parts) {
        if (!name.isEmpty()) {
            topics.add(new HelpTopic(name, title, parts));
        }
    }

    private static Part part(String line) {
        int border = line.indexOf(" :: ");
        return border < 0 ? new Part("", line) : new Part(line.substring(0, border), line.substring(border + 4));
    }
}
