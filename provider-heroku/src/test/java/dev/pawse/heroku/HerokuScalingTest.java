package dev.pawse.heroku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HerokuScalingTest {
    private final FakeHeroku heroku = FakeHeroku.start();
    private final Provider provider = Harness.provider(heroku);
    private final Scaling scaling = provider.require(Scaling.class);

    HerokuScalingTest() {
        heroku.addApp("shop", heroku.formation());
    }

    @AfterEach
    void close() {
        provider.close();
        heroku.close();
    }

    @Test
    void aWakeIsOneBatchThatNamesNoTypeAtZero() {
        heroku.scaleByHand("shop", heroku.formation().zeroed());

        scaling.start(Harness.id("shop"), heroku.formation());

        assertThat(patches())
                .singleElement()
                .satisfies(request -> assertThat(request.text())
                        .contains("\"web\"", "\"worker\"")
                        .doesNotContain("cron", "release", "dyno_size"));
        assertThat(heroku.starts("shop")).isEqualTo(1);
    }

    @Test
    void aStopIsOneBatchOfWhatRuns() {
        scaling.stop(Harness.id("shop"));

        assertThat(patches())
                .singleElement()
                .satisfies(request -> assertThat(request.text())
                        .contains("\"web\"", "\"worker\"")
                        .doesNotContain("cron", "release"));
        scaling.stop(Harness.id("shop"));
        assertThat(patches()).hasSize(1);
    }

    @Test
    void aFormationThatRemembersTheReleasePhaseCanBeStarted() {
        Formation remembered = heroku.formation().with(Formation.of(Map.of("release", 0)));

        scaling.start(Harness.id("shop"), remembered);

        assertThat(heroku.formation("shop")).isEqualTo(heroku.formation());
    }

    @Test
    void theReleasePhaseCannotBeScaled() {
        assertThatExceptionOfType(PawseException.class)
                .isThrownBy(() -> scaling.scale(Harness.id("shop"), Formation.of(Map.of("release", 1))))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.INVALID));
        assertThat(patches()).isEmpty();
    }

    @Test
    void aTypeThatGoesBetweenTwoCallsIsDroppedFromAStop() {
        heroku.api().fail(this::isPatch, 1, request -> {
            heroku.removeType("shop", "worker");
            return ApiReply.json(
                    404, "{\"id\":\"not_found\",\"message\":\"Couldn't find that process type (worker).\"}");
        });

        scaling.stop(Harness.id("shop"));

        assertThat(heroku.formation("shop").isZero()).isTrue();
        assertThat(patches()).hasSize(2);
        assertThat(patches().get(1).text()).doesNotContain("worker");
    }

    @Test
    void aTypeThatIsGoneIsNamedWhenAnAppIsStarted() {
        heroku.scaleByHand("shop", heroku.formation().zeroed());
        heroku.removeType("shop", "worker");

        assertThatExceptionOfType(PawseException.class)
                .isThrownBy(() -> scaling.start(Harness.id("shop"), heroku.formation()))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.INVALID))
                .withMessageContaining("worker")
                .withMessageContaining("cron, web");
    }

    @Test
    void aRememberedSizeThatIsRefusedKeepsNoAppAsleep() {
        heroku.scaleByHand("shop", heroku.formation().zeroed());
        Formation remembered = heroku.formation().with(new Formation(Map.of("web", new Scale(3, "hobby"))));

        scaling.start(Harness.id("shop"), remembered);

        assertThat(heroku.formation("shop")).isEqualTo(heroku.formation());
    }

    @Test
    void aSizeThatIsAskedForAndRefusedIsAFailure() {
        assertThatExceptionOfType(PawseException.class)
                .isThrownBy(() -> scaling.scale(Harness.id("shop"), new Formation(Map.of("web", new Scale(1, "eco")))))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.INVALID))
                .withMessageContaining("Cannot use the following dyno types in the same app");
        assertThat(heroku.formation("shop")).isEqualTo(heroku.formation());
    }

    @Test
    void aScaleWhoseAnswerIsLostIsRepeated() {
        heroku.api().fail(this::isPatch, 1, request -> ApiReply.cutOff("application/json", "[{"));

        scaling.stop(Harness.id("shop"));

        assertThat(heroku.formation("shop").isZero()).isTrue();
    }

    private boolean isPatch(ApiRequest request) {
        return request.method().equals("PATCH");
    }

    private List<ApiRequest> patches() {
        return heroku.api().requests().stream().filter(this::isPatch).toList();
    }
}
