package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HelpTopicTest {
    private static final Pattern VARIABLE = Pattern.compile("PAWSE_[A-Z_]+");

    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void nothingConfigured() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.clear();
    }

    @Test
    void theHelpNamesEachAndEachCanBeAskedFor() {
        String help = pawse.run("--help").out();

        assertThat(HelpTopic.all()).isNotEmpty().allSatisfy(topic -> {
            assertThat(help).contains("\n  " + topic.name() + " ");
            assertThat(Catalog.firstWords()).doesNotContain(topic.name());
            String text = pawse.run("help", topic.name()).out();
            assertThat(text)
                    .startsWith(topic.title() + ":\n")
                    .isEqualTo(pawse.run(topic.name(), "-h").out());
            assertThat(text.lines()).allMatch(line -> line.length() <= 100);
        });
    }

    @Test
    void oneThatIsNotThereLeadsToTheNearest() {
        var result = pawse.run("help", "exti-codes");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("did you mean \"exit-codes\"?");
        assertThat(pawse.run("exit-codes").code()).isEqualTo(2);
    }

    @Test
    void colorsAreColoursToo() {
        assertThat(pawse.run("help", "colors").out())
                .isEqualTo(pawse.run("help", "colours").out())
                .contains("NO_COLOR");
    }

    @Test
    void everyVariableOfTheProgramAndItsLauncherIsExplained() throws IOException {
        Set<String> used = new TreeSet<>(variables(Path.of("src/dist/bin/pawse")));
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                used.addAll(variables(source));
            }
        }

        assertThat(used).hasSizeGreaterThan(8);
        assertThat(words("environment")).containsAll(used);
    }

    @Test
    void everyExitCodeIsExplained() {
        assertThat(words("exit-codes"))
                .containsAll(Stream.of(Reason.values())
                        .map(reason -> String.valueOf(ExitCode.of(reason)))
                        .toList())
                .contains(
                        String.valueOf(ExitCode.UNCONFIRMED),
                        String.valueOf(ExitCode.BAD_CONFIG),
                        String.valueOf(ExitCode.NOT_THE_COMMANDS),
                        String.valueOf(ExitCode.INTERRUPTED));
    }

    /** The words of a topic's entries. */
    private static List<String> words(String name) {
        HelpTopic topic = HelpTopic.find(name);
        return topic == null
                ? List.of()
                : topic.parts().stream()
                        .flatMap(part -> Stream.of(part.word().split(", |=", -1)))
                        .toList();
    }

    private static List<String> variables(Path source) throws IOException {
        return VARIABLE.matcher(Files.readString(source))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
