package dev.pawse.scalingo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.scalingo.fake.FakeScalingo;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Urgency;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScalingoScalingTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final AppId SHOP = ScalingoFixture.SHOP;

    private final ScalingoFixture fixture = new ScalingoFixture();
    private final FakeScalingo fake = fixture.fake;
    private final Provider provider = fixture.provider("operation-timeout", "10h");
    private final Scaling scaling = provider.require(Scaling.class);

    @AfterEach
    void close() {
        provider.close();
        fixture.close();
    }

    @Test
    void aWakeWhoseOperationFailsSaysWhy() {
        scaling.stop(SHOP);
        fake.failNextScale("container web-1 failed to start");

        PawseException failure = catchThrowableOfType(
                PawseException.class, () -> Urgency.WAKE.run(() -> scaling.start(SHOP, fake.formation())));

        assertThat(failure.reason()).isEqualTo(Reason.FAILED);
        assertThat(failure).hasMessage("scaling shop failed: container web-1 failed to start");
    }

    @Test
    void aWakeThatFailedIsTriedAgainAlthoughNothingDiffers() {
        scaling.stop(SHOP);
        fake.failNextScale("out of room");
        assertThatThrownBy(() -> scaling.start(SHOP, fake.formation())).hasMessageContaining("out of room");

        scaling.start(SHOP, fake.formation());

        assertThat(state()).isEqualTo(AppState.RUNNING);
    }

    @Test
    void anAppThatIsBusyIsWaitedFor() {
        fake.bootTime(Duration.ofHours(1));
        Provider other = fixture.provider("operation-timeout", "10h");
        CompletableFuture<Void> first =
                Background.run(() -> other.require(Scaling.class).scale(SHOP, Formation.of(Map.of("web", 1))));
        Eventually.holds("the first operation", SOON, () -> state("scaling"));
        fake.bootTime(Duration.ZERO);

        CompletableFuture<Void> second = Background.run(() -> scaling.scale(SHOP, Formation.of(Map.of("worker", 1))));
        Eventually.holds("the second is refused", SOON, () -> fake.api().count(ScalingoScalingTest::scales) > 1);
        assertThat(second).isNotDone();
        fake.endOperation("shop");

        first.join();
        second.join();
        other.close();
        assertThat(fake.formation("shop").toString()).contains("web=1").contains("worker=1");
    }

    @Test
    void noMoreThanThreeAppsAreScaledAtOnceSoThatNoneFails() {
        for (int i = 0; i < 9; i++) {
            fake.addApp("app-" + i, Formation.of(Map.of("web", 0)));
        }

        Together.call(9, number -> {
            scaling.start(new AppId("scalingo", "app-" + number), Formation.of(Map.of("web", 1)));
            return number;
        });

        List<App> apps = provider.apps();
        assertThat(apps)
                .filteredOn(app -> app.id().name().startsWith("app-"))
                .hasSize(9)
                .allMatch(app -> app.state() == AppState.RUNNING);
    }

    @Test
    void anAutoscalerIsOnAgainAfterAWake() {
        fake.addAutoscaler("shop", "web");
        Formation before = scaling.formation(SHOP);

        scaling.stop(SHOP);
        assertThat(fake.autoscalersAreOn("shop")).isFalse();
        scaling.start(SHOP, before);

        assertThat(fake.autoscalersAreOn("shop")).isTrue();
    }

    @Test
    void aWakeOfAnAppWithoutAutoscalersAsksForNone() {
        scaling.stop(SHOP);
        long before = fake.api().count(request -> request.path().contains("autoscalers"));

        scaling.start(SHOP, fake.formation());

        assertThat(fake.api().count(request -> request.path().contains("autoscalers")))
                .isEqualTo(before)
                .isEqualTo(1);
    }

    @Test
    void whatCrashedIsRestarted() {
        fake.crash("shop");
        assertThat(state()).isEqualTo(AppState.CRASHED);

        scaling.start(SHOP, fake.formation());

        assertThat(state()).isEqualTo(AppState.RUNNING);
    }

    @Test
    void whatWasNeverDeployedCannotBeStarted() {
        fake.addNewApp("fresh");
        AppId fresh = new AppId("scalingo", "fresh");
        fake.api()
                .fail(
                        request -> request.path().endsWith("/fresh/containers"),
                        10,
                        request -> ApiReply.json(200, "{\"containers\":[{\"name\":\"web\",\"amount\":0}]}"));
        fake.api()
                .fail(
                        request -> request.path().endsWith("/fresh/scale"),
                        10,
                        request -> ApiReply.json(200, "{\"containers\":[{\"name\":\"web\",\"amount\":1}]}"));

        PawseException failure =
                catchThrowableOfType(PawseException.class, () -> scaling.start(fresh, Formation.of(Map.of("web", 1))));

        assertThat(provider.app(fresh)).map(App::state).contains(AppState.STOPPED);
        assertThat(failure).hasMessageContaining("fresh has never been deployed");
    }

    @Test
    void whileItStartsAnAppIsStartingAndWhileItStopsItIsStopping() {
        fake.stopTime(Duration.ofHours(1));
        CompletableFuture<Void> stop = Background.run(() -> scaling.stop(SHOP));
        Eventually.holds("stopping", SOON, () -> state() == AppState.STOPPING);
        fake.endOperation("shop");
        stop.join();
        assertThat(state()).isEqualTo(AppState.STOPPED);

        fake.bootTime(Duration.ofHours(1));
        CompletableFuture<Void> start = Background.run(() -> scaling.start(SHOP, fake.formation()));
        Eventually.holds("starting", SOON, () -> state() == AppState.STARTING);
        fake.endOperation("shop");
        start.join();
        assertThat(state()).isEqualTo(AppState.RUNNING);
    }

    @Test
    void anAppThatRunsGoesOnAnsweringWhileItIsScaled() {
        assertThat(state()).isEqualTo(AppState.RUNNING);
        fake.bootTime(Duration.ofHours(1));
        CompletableFuture<Void> scale = Background.run(() -> scaling.scale(SHOP, Formation.of(Map.of("web", 4))));
        Eventually.holds("scaling", SOON, () -> state("scaling"));

        assertThat(state()).isEqualTo(AppState.RUNNING);

        fake.endOperation("shop");
        scale.join();
    }

    @Test
    void anAppWithoutAWebContainerAnswersNowhere() {
        fake.scaleByHand("shop", Formation.of(Map.of("web", 0, "worker", 1)));

        assertThat(provider.app(SHOP)).hasValueSatisfying(app -> {
            assertThat(app.state()).isEqualTo(AppState.RUNNING);
            assertThat(app.endpoints()).isEmpty();
        });
    }

    @Test
    void anOperationThatTakesTooLongIsATimeOut() {
        fake.bootTime(Duration.ofSeconds(30));
        scaling.stop(SHOP);

        try (Provider impatient = fixture.provider("operation-timeout", "10s")) {
            PawseException failure = catchThrowableOfType(
                    PawseException.class, () -> impatient.require(Scaling.class).start(SHOP, fake.formation()));

            assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
        }
    }

    private AppState state() {
        return provider.app(SHOP).map(App::state).orElse(AppState.UNKNOWN);
    }

    private static boolean scales(ApiRequest request) {
        return request.method().equals("POST") && request.path().endsWith("/scale");
    }

    private boolean state(String status) {
        return provider.app(SHOP)
                .filter(app -> status.equals(app.details().get("status")))
                .isPresent();
    }
}
