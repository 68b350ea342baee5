package dev.pawse.clever;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.clever.fake.FakeClever;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FastClock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CleverScalingTest {
    private static final AppId SHOP = new AppId("test", "shop");
    private static final Formation ONE = Formation.of(Map.of("web", 1));
    private static final Formation NONE = Formation.of(Map.of("web", 0));

    private final FastClock clock = new FastClock(20);
    private final FakeClever platform = FakeClever.start(clock);
    private final Provider provider = Setup.provider(platform, clock);
    private final Scaling scaling = provider.require(Scaling.class);

    @AfterEach
    void close() {
        provider.close();
        platform.close();
    }

    @Test
    void aStartDuringADeploymentDoesNotDeployAgain() {
        platform.addApp("shop", NONE);
        platform.bootTime(Duration.ofHours(1));
        scaling.start(SHOP, ONE);

        scaling.start(SHOP, ONE);

        assertThat(deployments()).isEqualTo(1);
        assertThat(state()).isEqualTo(AppState.STARTING);
    }

    @Test
    void aStopDuringADeploymentCancelsItSoThatItDoesNotBringTheAppBack() {
        platform.addApp("shop", NONE);
        platform.bootTime(Duration.ofSeconds(4));
        scaling.start(SHOP, ONE);

        scaling.stop(SHOP);

        var later = clock.instant().plusSeconds(8);
        Eventually.holds(
                "the deployment would be over",
                Duration.ofSeconds(30),
                () -> clock.instant().isAfter(later));
        assertThat(platform.state("shop")).isEqualTo("SHOULD_BE_DOWN");
        assertThat(state()).isEqualTo(AppState.STOPPED);
    }

    @Test
    void aStartAfterAFailedOneDeploysAgain() {
        platform.addApp("shop", NONE);
        platform.bootFails("shop", true);
        scaling.start(SHOP, ONE);
        becomes(AppState.CRASHED);
        platform.bootFails("shop", false);

        scaling.start(SHOP, ONE);

        becomes(AppState.RUNNING);
    }

    @Test
    void aWakeOfAnAppThatIsSizedRightChangesNoSettings() {
        platform.addApp("shop", NONE);
        platform.autoscale("shop", 4, "M");

        scaling.start(SHOP, ONE);

        assertThat(puts()).isZero();
    }

    @Test
    void aScaleLeavesTheUpperBoundsOfAnAppThatScalesByItself() {
        platform.addApp("shop", new Formation(Map.of("web", new Scale(1, "S"))));
        platform.autoscale("shop", 4, "L");

        scaling.scale(SHOP, new Formation(Map.of("web", new Scale(2, "M"))));

        assertThat(app().details()).containsEntry("autoscaling", "2 to 4 instances, M to L");
    }

    @Test
    void anUpperBoundThatWouldBeBelowTheLowerOneIsLifted() {
        platform.addApp("shop", new Formation(Map.of("web", new Scale(1, "S"))));
        platform.autoscale("shop", 2, "M");

        scaling.scale(SHOP, new Formation(Map.of("web", new Scale(3, "XL"))));

        assertThat(app().details()).doesNotContainKey("autoscaling");
        assertThat(scaling.formation(SHOP)).isEqualTo(new Formation(Map.of("web", new Scale(3, "XL"))));
    }

    @Test
    void whatThePlatformDoesNotHaveIsRefusedBeforeAnythingChanges() {
        platform.addApp("shop", ONE);

        assertRefused(Reason.INVALID, new Formation(Map.of("web", new Scale(1, "huge"))), "has no size huge");
        assertRefused(Reason.INVALID, Formation.of(Map.of("web", 41)), "40 instances at most");
        assertThat(puts()).isZero();
    }

    @Test
    void anAppWithoutCodeSaysSo() {
        platform.addApp("shop", NONE);
        platform.neverPushed("shop");

        assertRefused(Reason.INVALID, ONE, "push some code first");
    }

    @Test
    void aTaskIsNeitherStartedNorStopped() {
        platform.addApp("shop", ONE);
        platform.lifetime("shop", "TASK");

        assertThat(app().alwaysOn()).isTrue();
        assertThatThrownBy(() -> scaling.stop(SHOP)).hasMessageContaining("is a task");
        assertRefused(Reason.CONFLICT, ONE, "is a task");
        assertThat(platform.formation("shop").isZero()).isFalse();
    }

    @Test
    void aBlockedAppIsNeverWoken() {
        platform.addApp("shop", NONE);
        for (String state : new String[] {"MODERATED", "DEFAULT_OF_PAYMENT"}) {
            platform.state("shop", state);

            assertThat(app().alwaysOn()).isTrue();
            assertThat(app().state()).isEqualTo(AppState.STOPPED);
            assertThat(app().details().get("reason")).contains(state);
            assertRefused(Reason.CONFLICT, ONE, state);
        }
        assertThat(deployments()).isZero();
    }

    @Test
    void theOnlyInstanceIsRestartedByItsNameToo() {
        platform.addApp("shop", ONE);
        Processes processes = provider.require(Processes.class);
        var before = processes.processes(SHOP).get(0);

        processes.restartProcesses(SHOP, before.name());

        Eventually.holds(
                "another instance runs",
                Duration.ofSeconds(30),
                () -> processes.processes(SHOP).stream()
                        .anyMatch(one -> one.state() == AppState.RUNNING
                                && !Objects.equals(one.startedAt(), before.startedAt())));
    }

    @Test
    void anAppThatRestsIsNotRestarted() {
        platform.addApp("shop", NONE);

        assertThatThrownBy(() -> provider.require(Processes.class).restartProcesses(SHOP, null))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT));
        assertThat(deployments()).isZero();
    }

    private void assertRefused(Reason reason, Formation formation, String message) {
        assertThatThrownBy(() -> scaling.start(SHOP, formation))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }

    private void becomes(AppState state) {
        Eventually.holds("the app is " + state.label(), Duration.ofSeconds(30), () -> state() == state);
    }

    private AppState state() {
        return app().state();
    }

    private App app() {
        return provider.app(SHOP).orElseThrow();
    }

    private long deployments() {
        return platform.api()
                .count(request ->
                        request.method().equals("POST") && request.path().endsWith("/instances"));
    }

    private long puts() {
        return platform.api().count(request -> request.method().equals("PUT"));
    }
}
