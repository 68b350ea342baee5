package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.spi.Mandate;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Scaling;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every provider does that starts, stops and scales apps. Needs nothing beyond {@link ProviderContract}. */
public interface ScalingContract extends ProviderContract {

    @Test
    default void aFormationNamesEveryTypeThoseAtZeroIncluded() {
        runs();

        assertThat(scaling().formation(app())).isEqualTo(cloud().formation());
    }

    @Test
    default void anAppShowsTheFormationThatScalingTells() {
        runs();

        assertThat(provider().app(app())).map(App::formation).contains(scaling().formation(app()));
    }

    @Test
    default void aStopEndsInAStoppedApp() {
        runs();

        scaling().stop(app());

        becomes(AppState.STOPPED);
    }

    @Test
    default void whoMayChangeNothingAnyMoreStopsNothing() {
        runs();

        assertThatThrownBy(
                        () -> Mandate.whileHeld(() -> false).run(() -> scaling().stop(app())))
                .isInstanceOfSatisfying(
                        PawseException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.CONFLICT));

        assertThat(scaling().formation(app())).isEqualTo(cloud().formation());
    }

    @Test
    default void aStoppedAppKeepsItsTypesAndSizes() {
        runs();

        scaling().stop(app());

        becomes(AppState.STOPPED);
        assertThat(scaling().formation(app())).isEqualTo(cloud().formation().zeroed());
    }

    @Test
    default void aStartEndsInARunningApp() {
        rests();

        scaling().start(app(), cloud().formation());

        becomes(AppState.RUNNING);
    }

    @Test
    default void whatWasStoppedRunsAgainExactlyAsItDid() {
        runs();
        Formation before = scaling().formation(app());

        scaling().stop(app());
        becomes(AppState.STOPPED);
        scaling().start(app(), before);

        becomes(AppState.RUNNING);
        assertThat(scaling().formation(app())).isEqualTo(before);
    }

    @Test
    default void whatIsAskedToStopCanBeStartedAtOnce() {
        runs();

        scaling().stop(app());
        scaling().start(app(), cloud().formation());

        becomes(AppState.RUNNING);
        assertThat(scaling().formation(app())).isEqualTo(cloud().formation());
    }

    @Test
    default void startingTwiceDoesNoHarm() {
        rests();

        scaling().start(app(), cloud().formation());
        scaling().start(app(), cloud().formation());

        becomes(AppState.RUNNING);
        scaling().start(app(), cloud().formation());
        assertThat(scaling().formation(app())).isEqualTo(cloud().formation());
        becomes(AppState.RUNNING);
    }

    @Test
    default void stoppingTwiceDoesNoHarm() {
        runs();

        scaling().stop(app());
        scaling().stop(app());

        becomes(AppState.STOPPED);
        scaling().stop(app());
        assertThat(scaling().formation(app())).isEqualTo(cloud().formation().zeroed());
    }

    @Test
    default void manyMayStartAnAppAtOnce() {
        rests();

        AtOnce.call(8, number -> {
            scaling().start(app(), cloud().formation());
            return number;
        });

        becomes(AppState.RUNNING);
        assertThat(scaling().formation(app())).isEqualTo(cloud().formation());
    }

    @Test
    default void aStartLeavesTheTypesThatItDoesNotName() {
        runs();
        String type = busiest();

        scaling().start(app(), Formation.of(Map.of(type, 1)));

        assertThat(scaling().formation(app())).isEqualTo(cloud().formation().with(Formation.of(Map.of(type, 1))));
    }

    @Test
    default void aScaleChangesOnlyTheGivenTypes() {
        runs();
        String type = busiest();

        scaling().scale(app(), Formation.of(Map.of(type, 1)));

        assertThat(scaling().formation(app())).isEqualTo(cloud().formation().with(Formation.of(Map.of(type, 1))));
        becomes(AppState.RUNNING);
    }

    @Test
    default void scalingEveryTypeToZeroStopsTheApp() {
        runs();

        scaling().scale(app(), quantitiesOnly(cloud().formation().zeroed()));

        becomes(AppState.STOPPED);
        assertThat(scaling().formation(app())).isEqualTo(cloud().formation().zeroed());
    }

    @Test
    default void scalingARestingAppUpWakesIt() {
        rests();

        scaling().scale(app(), Formation.of(Map.of(busiest(), 1)));

        becomes(AppState.RUNNING);
    }

    @Test
    default void aScaleWithoutASizeKeepsTheSize() {
        runs();

        scaling().scale(app(), quantitiesOnly(cloud().formation()));

        assertThat(scaling().formation(app())).isEqualTo(cloud().formation());
    }

    @Test
    default void aSizeIsChangedWhereThePlatformHasSizes() {
        runs();
        String size = cloud().otherSize();
        if (size == null) {
            assertThat(scaling().formation(app()).processes().values()).allMatch(scale -> scale.size() == null);
            return;
        }
        Formation larger = new Formation(Map.of(busiest(), new Scale(1, size)));

        scaling().scale(app(), larger);

        assertThat(scaling().formation(app())).isEqualTo(cloud().formation().with(larger));
    }

    @Test
    default void aFirstFormationRunsSomethingOfTheAppsOwnTypes() {
        rests();

        Formation first = scaling().initialFormation(app());

        assertThat(first.isZero()).isFalse();
        assertThat(cloud().formation().processes().keySet())
                .containsAll(first.processes().keySet());
        scaling().start(app(), first);
        becomes(AppState.RUNNING);
    }

    @Test
    default void anUnknownAppCannotBeScaled() {
        AppId unknown = cloud().unknownApp();

        Fails.with(Reason.NOT_FOUND, () -> scaling().formation(unknown));
        Fails.with(Reason.NOT_FOUND, () -> scaling().start(unknown, cloud().formation()));
        Fails.with(Reason.NOT_FOUND, () -> scaling().stop(unknown));
        Fails.with(Reason.NOT_FOUND, () -> scaling().scale(unknown, cloud().formation()));
    }

    @Test
    default void anUnknownTypeCannotBeStartedAndChangesNothing() {
        rests();

        Fails.with(Reason.INVALID, () -> scaling().start(app(), withUnknownType()))
                .hasMessageContaining("no-such-type");

        assertThat(scaling().formation(app())).isEqualTo(cloud().formation().zeroed());
    }

    @Test
    default void anUnknownTypeCannotBeScaledAndChangesNothing() {
        runs();

        Fails.with(Reason.INVALID, () -> scaling().scale(app(), withUnknownType()))
                .hasMessageContaining("no-such-type");

        assertThat(scaling().formation(app())).isEqualTo(cloud().formation());
    }

    private Scaling scaling() {
        return provider().require(Scaling.class);
    }

    private AppId app() {
        return cloud().app();
    }

    private void runs() {
        cloud().run(app(), cloud().formation());
    }

    private void rests() {
        cloud().run(app(), cloud().formation().zeroed());
    }

    private void becomes(AppState state) {
        cloud().eventually(
                        app() + " becomes " + state.label(),
                        () -> provider().app(app()).map(App::state).orElse(AppState.UNKNOWN) == state);
    }

    private String busiest() {
        return Formations.busiest(cloud().formation());
    }

    private Formation withUnknownType() {
        return cloud().formation().with(Formation.of(Map.of(busiest(), 1, "no-such-type", 1)));
    }

    private static Formation quantitiesOnly(Formation formation) {
        return Formations.quantitiesOnly(formation);
    }
}
