package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SchemaCommandTest {
    /** What writes no values of its own. */
    private static final Map<String, String> WITHOUT =
            Map.of("proxy start", "logs until it ends, and its addresses are in the log");

    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void nothingConfigured() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.clear();
    }

    @Test
    void everyCommandHasASchemaOrAReasonForNone() {
        assertThat(Catalog.entries().stream().map(Catalog.Entry::path))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Schemas.load().commands().stream(), WITHOUT.keySet().stream())
                                .toList());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aSchemaIsPrintedWithoutAnyConfiguration(String command) {
        var result = pawse.run(("schema " + command).split(" ", -1));

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.json().get("$schema").asString()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(result.json().get("title").asString()).isEqualTo("pawse " + command + " --json");
    }

    @Test
    void aGroupsSchemaIsThatOfItsUsualCommand() {
        assertThat(pawse.run("schema", "config").out())
                .isEqualTo(pawse.run("schema", "config", "list").out());
    }

    @Test
    void everyWatchHasASchemaOfItsLines() {
        assertThat(Manual.pages().stream()
                        .filter(page -> page.flags().stream()
                                .anyMatch(flag -> flag.longestName().equals("--watch")))
                        .map(Manual.Page::path)
                        .filter(path -> !path.equals("schema")))
                .containsExactlyInAnyOrderElementsOf(Schemas.load().watches());
        var result = pawse.run("schema", "ps", "--watch");

        assertThat(result.json().get("description").asString()).isEqualTo("One such value a line.");
        assertThat(result.json().get("required"))
                .extracting(JsonNode::asString)
                .startsWith("ts", "event", "name")
                .contains("containers");
    }

    @Test
    void whatCannotBeWatchedHasNoSuchSchema() {
        var result = pawse.run("schema", "apps", "list", "--watch");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("'apps list' has no --watch").contains("pawse schema apps list");
    }

    @Test
    void aCommandThatIsNoneHasNoSchema() {
        var result = pawse.run("schema", "config", "lsit");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("Similar: config list");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"name\": \"A\"}]",
                "[{\"name\": null, \"value\": null, \"origin\": null, \"version\": null, \"lastModifiedAt\": null,"
                        + " \"lastModifiedBy\": null}]",
                "[{\"name\": \"A\", \"value\": null, \"origin\": null, \"version\": null, \"lastModifiedAt\":"
                        + " \"2026-09-01T12:00:00Z\", \"lastModifiedBy\": null}]",
                "[{\"name\": \"A\", \"value\": null, \"origin\": null, \"version\": null, \"lastModifiedAt\": null,"
                        + " \"lastModifiedBy\": null, \"more\": 1}]"
            })
    void whatIsLeftOutNullOfAnotherFormOrUnknownIsFound(String output) {
        JsonNode value = JsonMapper.shared().readTree(output);

        assertThatThrownBy(() -> SchemaCheck.assertValid("config get", value)).isInstanceOf(AssertionError.class);
    }

    private static Stream<String> commands() {
        return Schemas.load().commands().stream().sorted();
    }
}
