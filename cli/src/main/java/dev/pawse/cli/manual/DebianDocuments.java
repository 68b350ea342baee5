package dev.pawse.cli.manual;

import dev.pawse.cli.Version;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** What Debian's policy wants packed beside the program: the manual pages and the changelog, compressed; by their files' names. */
final class DebianDocuments {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final int WIDTH = 80;

    private DebianDocuments() {}

    /**
     * Renders them.
     *
     * @param manual the manual pages by their files' names
     * @param changelog the project's changelog, of which the newest section counts
     * @param time when what is built counts as built
     */
    static Map<String, byte[]> render(Map<String, String> manual, List<String> changelog, Instant time)
            throws IOException {
        Map<String, byte[]> documents = new TreeMap<>();
        for (Map.Entry<String, String> page : manual.entrySet()) {
            documents.put("man1/" + page.getKey() + ".gz", compressed(page.getValue()));
        }
        documents.put("changelog.gz", compressed(changelog(changelog, time)));
        return documents;
    }

    private static String changelog(List<String> lines, Instant time) {
        StringBuilder text =
                new StringBuilder("pawse (" + Version.text().replace('-', '~') + ") unstable; urgency=medium\n");
        int sections = 0;
        for (String line : lines) {
            sections += line.startsWith("## ") ? 1 : 0;
            if (sections == 1 && line.startsWith("- ")) {
                text.append("\n  *");
            }
            if (sections == 1 && (line.startsWith("- ") || line.startsWith("  "))) {
                for (String word : line.substring(2).split(" ", -1)) {
                    add(text, word);
                }
            }
        }
        return text.append("\n\n -- The Pawse project <pawse@example.invalid>  ")
                .append(DATE.format(time))
                .append('\n')
                .toString();
    }

    private static void add(StringBuilder text, String word) {
        boolean fits = text.length() - text.lastIndexOf("\n") + word.length() <= WIDTH;
        text.append(fits ? " " : "\n    ").append(word);
    }

    private static byte[] compressed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] file = bytes.toByteArray();
        // RFC 1952, 2.3.1: XFL says how hard it was compressed, and OS where; Java leaves the one out, and its releases
        // differ in the other.
        file[8] = 2;
        file[9] = 3;
        return file;
    }
}
