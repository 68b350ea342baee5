package dev.pawse.clever;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AppStatesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            SHOULD_BE_DOWN,     WIP,       false, 1, 0, STOPPED
            SHOULD_BE_DOWN,     -,         false, 0, 0, STOPPED
            WANTS_TO_BE_UP,     WIP,       false, 0, 0, STARTING
            WANTS_TO_BE_UP,     FAIL,      false, 0, 0, CRASHED
            WANTS_TO_BE_UP,     OK,        false, 0, 1, STARTING
            WANTS_TO_BE_UP,     CANCELLED, false, 0, 90, UNKNOWN
            WANTS_TO_BE_UP,     -,         false, 0, 0, UNKNOWN
            SHOULD_BE_UP,       WIP,       true,  1, 0, STARTING
            SHOULD_BE_UP,       WIP,       false, 1, 0, RUNNING
            SHOULD_BE_UP,       WIP,       false, 0, 0, STARTING
            SHOULD_BE_UP,       FAIL,      false, 1, 0, RUNNING
            SHOULD_BE_UP,       FAIL,      false, 0, 0, CRASHED
            SHOULD_BE_UP,       OK,        false, 1, 90, RUNNING
            SHOULD_BE_UP,       OK,        false, 0, 1, STARTING
            SHOULD_BE_UP,       OK,        false, 0, 90, UNKNOWN
            MODERATED,          OK,        false, 1, 0, STOPPED
            DEFAULT_OF_PAYMENT, OK,        false, 0, 0, STOPPED
            SOMETHING_NEW,      OK,        false, 1, 0, UNKNOWN
            """)
    void theStateFollowsFromWhatIsWantedWhatRunsAndWhatWasDoneLast(
            String wanted, @Nullable String last, boolean homogeneous, int up, int minutesAgo, AppState expected) {
        Optional<Activity> newest = last == null
                ? Optional.empty()
                : Optional.of(activity(last, NOW.minus(Duration.ofMinutes(minutesAgo))));
        List<Instance> instances = up == 0 ? List.of() : List.of(instance("UP"));

        assertThat(AppStates.of(app(wanted, homogeneous), instances, newest, NOW))
                .isEqualTo(expected);
    }

    private static Application app(String state, boolean homogeneous) {
        Application.Flavor small = new Application.Flavor("S");
        Application.Settings settings =
                new Application.Settings("node", null, 1, 1, 40, small, small, List.of(small), "REGULAR");
        return new Application("app_1", "shop", "par", settings, List.of(), state, null, null, homogeneous);
    }

    private static Activity activity(String state, Instant at) {
        return new Activity(1, "deployment_1", at.toEpochMilli(), state, "DEPLOY", null, null, 1, null);
    }

    private static Instance instance(String state) {
        return new Instance("i1", state, null, null, "deployment_1", 1, 0, null, NOW.toEpochMilli());
    }
}
