package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.ecs.TaskDefinitions.Described;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

final class ContainerChoiceTest {
    /** A star is for a container that the task cannot do without. */
    @ParameterizedTest
    @CsvSource({
        "log-router web*,       web",
        "proxy* app* metrics,   app",
        "envoy* web*,           envoy",
        "only,                  only"
    })
    void commandsAreForTheAppsContainerAndNotForItsCompanions(String containers, String chosen) {
        Described definition = new Described(
                TaskDefinition.builder()
                        .family("shop")
                        .revision(1)
                        .containerDefinitions(Arrays.stream(containers.split(" ", -1))
                                .map(name -> ContainerDefinition.builder()
                                        .name(name.replace("*", ""))
                                        .essential(name.endsWith("*"))
                                        .build())
                                .toList())
                        .build(),
                Map.of());

        assertThat(EcsShell.container(definition)).isEqualTo(chosen);
    }
}
