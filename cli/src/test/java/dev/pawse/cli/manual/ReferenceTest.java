package dev.pawse.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.cli.HelpTopic;
import dev.pawse.cli.Manual;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReferenceTest {
    @Test
    void theReferenceIsThatOfTheCommands() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "commands.md")))
                .as("docs/commands.md is stale; to renew it: mvn -q -Dfast -DskipTests package -pl cli -am"
                        + " && cp cli/target/rendered/commands.md docs/")
                .isEqualTo(Reference.render(Manual.pages(), HelpTopic.all()));
    }

    @Test
    void thereIsAManualPageForEachCommand() {
        var pages = ManPages.render(Manual.pages(), HelpTopic.all());

        assertThat(pages).hasSize(Manual.pages().size() + 1);
        assertThat(pages.get("pawse-config-set.1"))
                .contains(".SH NAME\npawse\\-config\\-set \\- Set config variables\n")
                .contains(".SH ARGUMENTS\n")
                .contains(".SH EXAMPLES\n.nf\npawse config set");
        assertThat(pages.get("pawse.1")).contains(".SH EXIT CODES\n", ".B 10\nA confirmation is needed");
        assertThat(pages.values()).allSatisfy(page -> assertThat(page.lines()).noneMatch(line -> line.startsWith("'")));
    }
}
