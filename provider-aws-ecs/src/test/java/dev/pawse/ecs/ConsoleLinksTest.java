package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;

final class ConsoleLinksTest {
    @ParameterizedTest
    @CsvSource({
        "eu-west-1, https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:logs-insights",
        "us-gov-west-1, https://console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#logsV2:logs-insights",
        "cn-north-1, https://console.amazonaws.cn/cloudwatch/home?region=cn-north-1#logsV2:logs-insights"
    })
    void eachPartitionHasAConsoleOfItsOwn(String region, String beginning) {
        assertThat(ConsoleLinks.logs(Region.of(region), "shop")).startsWith(beginning);
    }

    @Test
    void theGroupsNameIsWrittenAsTheConsoleWritesIt() {
        assertThat(ConsoleLinks.logs(Region.EU_WEST_1, "/ecs/my shop*"))
                .endsWith("~source~(~'*2Fecs*2Fmy*20shop*2A))")
                .contains("editorString~'fields*20*40timestamp*2C")
                .doesNotContain("%", " ");
    }
}
