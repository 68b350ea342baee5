package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README shows code that is compiled. */
final class ReadmeTest {
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void theExampleIsTakenFromTheCode() throws IOException {
        Matcher example = JAVA.matcher(Files.readString(Path.of("README.md")));

        assertThat(example.find()).isTrue();
        assertThat(Path.of("src/test/java/dev/pawse/demo/DemoProviderTest.java"))
                .content()
                .endsWith(example.group(1));
    }

    @Test
    void everyContractIsInTheTable() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        try (var sources = Files.list(Path.of("src/main/java/dev/pawse/testkit"))) {
            assertThat(sources.map(source -> source.getFileName().toString().replace(".java", ""))
                            .filter(name -> name.endsWith("Contract")))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(name -> assertThat(readme).contains("| `" + name + "` |"));
        }
    }
}
