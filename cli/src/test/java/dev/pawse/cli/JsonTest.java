package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonTest {
    @Test
    void valuesAreWrittenByTheContract() {
        String json = Json.line(Json.object(
                "at", Instant.parse("2026-09-01T12:00:00Z"),
                "idleMs", Duration.ofSeconds(90),
                "state", AppState.RUNNING,
                "absent", null,
                "file", Path.of("/a/b"),
                "many", List.of(1, 2L, true, "x\n\"")));

        assertThat(json)
                .isEqualTo(
                        "{\"at\":\"2026-09-01T12:00:00.000Z\",\"idleMs\":90000,\"state\":\"running\",\"absent\":null,"
                                + "\"file\":\"/a/b\",\"many\":[1,2,true,\"x\\n\\\"\"]}");
    }

    @Test
    void prettyJsonIsIndented() {
        assertThat(Json.pretty(List.of(Json.object("name", "shop", "links", List.of()))))
                .isEqualTo("[\n  {\n    \"name\": \"shop\",\n    \"links\": []\n  }\n]");
    }
}
