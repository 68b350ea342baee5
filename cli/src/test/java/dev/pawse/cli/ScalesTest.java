package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.Formation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScalesTest {
    private static final Formation NOW = new Formation(Map.of(
            "web", new Formation.Scale(2, "S"), "clock-1", Formation.Scale.of(1), "worker", Formation.Scale.of(0)));

    @ParameterizedTest
    @CsvSource({
        "web=3, web=3",
        "web=3:L, web=3:L",
        "web:3, web=3",
        "web:3:L, web=3:L",
        "web+1, web=3",
        "web-2, web=0",
        "clock-1+1, clock-1=2",
        "worker+4:M, worker=4:M",
    })
    void aScaleIsReadInEveryForm(String text, String changes) {
        assertThat(Scales.changes(NOW, List.of(text))).hasToString(changes);
    }

    @ParameterizedTest
    @CsvSource({
        "web, 'web' is not a scale such as web=2; web=2:S; worker+1 or worker-1",
        "web=, 'web=' is not a scale such as web=2; web=2:S; worker+1 or worker-1",
        "web=x, 'web=x' is not a scale such as web=2; web=2:S; worker+1 or worker-1",
        "web-3, web-3: only 2 run",
    })
    void whatIsNoScaleIsRefused(String text, String message) {
        assertThatThrownBy(() -> Scales.changes(NOW, List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message.replace(';', ','));
    }

    @Test
    void aTypeIsScaledOnce() {
        assertThatThrownBy(() -> Scales.changes(NOW, List.of("web=1", "web=2"))).hasMessage("web is given twice");
    }

    @Test
    void whatAFormationPrintsIsReadBack() {
        assertThat(Scales.parse(NOW.toString())).isEqualTo(NOW);
        assertThat(Scales.parse("")).isEqualTo(Formation.empty());
    }
}
