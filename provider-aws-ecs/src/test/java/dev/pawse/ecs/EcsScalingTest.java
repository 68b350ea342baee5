package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.ecs.fake.Trouble;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EcsScalingTest {
    private static final AppId SHOP = EcsFixture.SHOP;
    private static final Map<String, Integer> RAN = Map.of("web", 3, "worker", 2, "cron", 0);
    private static final Map<String, Integer> RESTS = Map.of("web", 0, "worker", 0, "cron", 0);

    private final EcsFixture fixture = new EcsFixture();
    private final FakeAws aws = fixture.aws;
    private Provider provider = fixture.provider();

    @AfterEach
    void close() {
        provider.close();
        fixture.close();
    }

    @Test
    void aRestingAppRemembersItsCountsWhereEverybodySeesThem() {
        scaling().stop(SHOP);

        assertThat(aws.ecs().desired("shop")).isEqualTo(RESTS);
        assertThat(aws.ecs().tags("shop-web")).containsEntry("pawse:desired-count", "3");
        assertThat(aws.ecs().tags("shop-worker")).containsEntry("pawse:desired-count", "2");
        assertThat(aws.ecs().tags("shop-cron")).containsOnlyKeys("pawse:app");
    }

    @Test
    void aPawseThatRemembersNothingWakesExactlyWhatRan() {
        scaling().stop(SHOP);
        becomes(AppState.STOPPED);
        another();

        scaling().start(SHOP, scaling().initialFormation(SHOP));

        assertThat(aws.ecs().desired("shop")).isEqualTo(RAN);
        becomes(AppState.RUNNING);
    }

    @Test
    void aWokenServiceForgets() {
        scaling().stop(SHOP);
        scaling().start(SHOP, aws.formation());

        eventually("nothing is remembered", () -> isForgotten("shop-web") && isForgotten("shop-worker"));
        assertThat(aws.ecs().desired("shop")).isEqualTo(RAN);
    }

    @Test
    void aScalableTargetDoesNotWakeWhatRests() {
        aws.ecs().addScalableTarget("shop-web", 2, 6);

        scaling().stop(SHOP);
        aws.ecs().scaleOut("shop-web");

        assertThat(aws.ecs().desired("shop")).isEqualTo(RESTS);
        assertThat(aws.ecs().scalableTarget("shop-web")).isEqualTo("0/6/1/1/1");
        assertThat(aws.ecs().tags("shop-web")).containsEntry("pawse:scaling", "2/6/0/0/0");
        assertThat(aws.api().count(FakeAws.calls("RegisterScalableTarget"))).isOne();
    }

    @Test
    void aScalableTargetIsRestoredOnceTheServiceRuns() {
        aws.ecs().addScalableTarget("shop-web", 2, 6);
        scaling().stop(SHOP);
        becomes(AppState.STOPPED);
        aws.bootTime(Duration.ofMinutes(1));

        scaling().start(SHOP, aws.formation());
        look();
        assertThat(aws.ecs().scalableTarget("shop-web")).isEqualTo("0/6/1/1/1");

        eventually("it scales again", () -> {
            look();
            return aws.ecs().scalableTarget("shop-web").equals("2/6/0/0/0");
        });
        assertThat(aws.ecs().desired("shop")).isEqualTo(RAN);
    }

    @Test
    void aServiceIsNeverWokenAboveItsMaximum() {
        aws.ecs().addScalableTarget("shop-web", 1, 2);
        scaling().stop(SHOP);

        scaling().start(SHOP, aws.formation());

        assertThat(aws.ecs().desired("shop")).containsEntry("web", 2);
    }

    @Test
    void withoutAMemoryTheMinimumOfAScalableTargetRuns() {
        aws.scaleByHand("shop", aws.formation().zeroed());
        aws.ecs().addScalableTarget("shop-web", 2, 6);

        assertThat(scaling().initialFormation(SHOP)).isEqualTo(Formation.of(Map.of("web", 2, "worker", 0, "cron", 0)));
    }

    @Test
    void daemonsAreNeitherCountedNorStopped() {
        String definition = aws.ecs().register("shop", "agent", List.of("agent"), Map.of());
        aws.ecs()
                .addService(
                        "apps",
                        "shop-agent",
                        definition,
                        1,
                        Map.of("pawse:app", "shop"),
                        Map.of("schedulingStrategy", "DAEMON"));

        scaling().stop(SHOP);

        assertThat(scaling().formation(SHOP).processes()).containsOnlyKeys("web", "worker", "cron");
        assertThat(aws.ecs().running("shop-agent")).isOne();
        becomes(AppState.STOPPED);
    }

    /** What is killed is killed after one of its calls was carried out, of whichever there are. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void aRestThatWasCutOffAfterAnyCallIsRepairedByTheNextLook(int calls) {
        aws.ecs().addScalableTarget("shop-web", 2, 6);

        killedAfter(calls, () -> scaling().stop(SHOP));
        if (aws.ecs().desired("shop").equals(RESTS)) {
            scaling().start(SHOP, scaling().initialFormation(SHOP));
        }

        isWhole();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void aWakeThatWasCutOffAfterAnyCallIsRepairedByTheNextLook(int calls) {
        aws.ecs().addScalableTarget("shop-web", 2, 6);
        scaling().stop(SHOP);
        becomes(AppState.STOPPED);
        another();

        killedAfter(calls, () -> {
            scaling().start(SHOP, scaling().initialFormation(SHOP));
            eventually("all is forgotten", () -> isForgotten("shop-web") && isForgotten("shop-worker"));
        });
        if (aws.ecs().desired("shop").equals(RESTS)) {
            scaling().start(SHOP, scaling().initialFormation(SHOP));
        }

        isWhole();
    }

    @Test
    void anOldLookDoesNotMakeAServiceForgetItsLimits() {
        aws.ecs().addScalableTarget("shop-web", 2, 6);
        aws.staleness(Duration.ofSeconds(30));

        scaling().stop(SHOP);
        scaling().stop(SHOP);

        assertThat(aws.ecs().tags("shop-web"))
                .containsEntry("pawse:scaling", "2/6/0/0/0")
                .containsEntry("pawse:desired-count", "3");
    }

    @Test
    void whatSomebodySwitchesOffDoesNotComeBackByItself() {
        scaling().scale(SHOP, Formation.of(Map.of("worker", 0)));
        Instant later = fixture.clock.instant().plus(Duration.ofMinutes(2));

        eventually("two minutes", () -> {
            look();
            return fixture.clock.instant().isAfter(later);
        });

        assertThat(aws.ecs().desired("shop")).isEqualTo(Map.of("web", 3, "worker", 0, "cron", 0));
    }

    @Test
    void aStartThatCannotPullItsImageSaysSo() {
        scaling().stop(SHOP);
        becomes(AppState.STOPPED);
        aws.ecs().trouble("shop-web", Trouble.noImage());

        scaling().start(SHOP, aws.formation());

        assertThat(becomes(AppState.CRASHED).details().get("reason")).contains("shop-web", "CannotPullContainerError");
    }

    @Test
    void aStartThatCrashesTellsHow() {
        scaling().stop(SHOP);
        becomes(AppState.STOPPED);
        aws.ecs().trouble("shop-web", Trouble.crash(42));

        scaling().start(SHOP, aws.formation());

        eventually(
                "its end is told",
                () -> look().details()
                        .getOrDefault("reason", "")
                        .contains("Essential container in task exited, container app ended with 42"));
    }

    @Test
    void aStartWithoutAPlaceTellsWhatEcsTells() {
        scaling().stop(SHOP);
        becomes(AppState.STOPPED);
        aws.ecs().trouble("shop-web", Trouble.noPlace());

        scaling().start(SHOP, aws.formation());

        assertThat(becomes(AppState.CRASHED).details().get("reason")).contains("unable to place a task");
    }

    @Test
    void aSizeIsRefusedWithWhatWouldBeRight() {
        Formation sized = new Formation(Map.of("web", new Formation.Scale(2, "large")));

        assertThatThrownBy(() -> scaling().scale(SHOP, sized))
                .hasMessage("web=2:large: the size of a task on ECS is in its task definition; right is web=2");
    }

    private void killedAfter(int calls, Runnable task) {
        long before = changes();
        aws.api().fail(request -> changes() - before > calls, Integer.MAX_VALUE, request -> {
            throw new IOException("killed");
        });
        try {
            task.run();
        } catch (PawseException | AssertionError e) {
            // It was killed.
        }
        another();
        aws.api().heal();
    }

    /** How many calls there were that change something; each counts from when it arrives. */
    private long changes() {
        return aws.api()
                .count(request -> request.header("X-Amz-Target")
                        .orElse("")
                        .matches(".*\\.(UpdateService|TagResource|UntagResource|RegisterScalableTarget)"));
    }

    private void isWhole() {
        eventually(
                "it runs as it did and remembers nothing",
                () -> isForgotten("shop-web")
                        && isForgotten("shop-worker")
                        && aws.ecs().desired("shop").equals(RAN)
                        && aws.ecs().scalableTarget("shop-web").equals("2/6/0/0/0"));
        becomes(AppState.RUNNING);
    }

    private boolean isForgotten(String service) {
        look();
        return aws.ecs().tags(service).keySet().equals(Set.of("pawse:app"));
    }

    private void another() {
        provider.close();
        provider = fixture.provider();
    }

    private Scaling scaling() {
        return provider.require(Scaling.class);
    }

    private App look() {
        return provider.app(SHOP).orElseThrow();
    }

    /** The app as it was seen so: at the clock's pace the next look may see it otherwise. */
    private App becomes(AppState state) {
        List<App> seen = new ArrayList<>();
        eventually("it is " + state.label(), () -> {
            seen.add(look());
            return seen.get(seen.size() - 1).state() == state;
        });
        return seen.get(seen.size() - 1);
    }

    private static void eventually(String what, BooleanSupplier condition) {
        Eventually.holds(what, Duration.ofSeconds(15), condition);
    }
}
