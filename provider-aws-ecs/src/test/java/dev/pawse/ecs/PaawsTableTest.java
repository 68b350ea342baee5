package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of what the original does wrong names tests that there are. */
final class PaawsTableTest {
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\|.*");
    private static final Pattern NAMED = Pattern.compile("`(?:([a-z/]+)/)?([A-Z]\\w+)\\.(\\w+)`");

    @Test
    void everyRowNamesATestThatThereIs() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("PAAWS.md")).stream()
                .filter(line -> ROW.matcher(line).matches())
                .toList();
        assertThat(rows).hasSize(43);
        List<String> missing = new ArrayList<>();
        for (String row : rows) {
            Matcher named = NAMED.matcher(row);
            boolean any = false;
            while (named.find()) {
                any = true;
                String module = named.group(1) == null ? "" : "../" + named.group(1) + "/";
                if (!has(Path.of(module + "src"), named.group(2), named.group(3))) {
                    missing.add(named.group());
                }
            }
            assertThat(any).as(row).isTrue();
        }
        assertThat(missing).as("tests that are not there").isEmpty();
    }

    private static boolean has(Path sources, String type, String method) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(one -> one.endsWith(type + ".java")).toList()) {
                if (Files.readString(file).contains(" " + method + "(")) {
                    return true;
                }
            }
            return false;
        }
    }
}
