package dev.pawse.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "250ms,PT0.25S", "90s,PT1M30S", "15m,PT15M", "2h,PT2H", "1h30m,PT1H30M", "1d,PT24H",
                "1d2h3m4s5ms,PT26H3M4.005S",
        "' 5s ',PT5S", "0,PT0S", "0s,PT0S", "90m,PT1H30M", "5 m,PT5M", "2H,PT2H", "1h 30m,PT1H30M"
    })
    void whatPeopleWriteIsRead(String text, Duration duration) {
        assertThat(Durations.parse(text, Durations.Unit.SECONDS)).isEqualTo(duration);
    }

    @Test
    void aBareNumberCountsWhatItsPlaceSays() {
        assertThat(Durations.parse("90", Durations.Unit.SECONDS)).isEqualTo(Duration.ofSeconds(90));
        assertThat(Durations.parse("90", Durations.Unit.MINUTES)).isEqualTo(Duration.ofMinutes(90));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "-5",
                "-5s",
                "1.5h",
                "5x",
                "m",
                "5s5",
                "s5",
                "1 2",
                "9999999999",
                "15 minutes",
                "1m2h",
                "1s1s"
            })
    void everythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Durations.parse(text, Durations.Unit.SECONDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a duration such as 90s or 15m");
    }

    @ParameterizedTest
    @CsvSource({"PT0S,0s", "PT0.25S,250ms", "PT1M30S,1m30s", "PT1H30M,1h30m", "PT24H,1d", "PT26H3M4.005S,1d2h3m4s5ms"})
    void whatIsWrittenIsReadBack(Duration duration, String text) {
        assertThat(Durations.format(duration)).isEqualTo(text);
        assertThat(Durations.parse(text, Durations.Unit.MINUTES)).isEqualTo(duration);
    }
}
