package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Hook;
import dev.pawse.spi.Hook.Outcome;
import dev.pawse.spi.Hook.Point;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every kind of hook does: it comes to an end, says how, and throws nothing. */
@Timeout(120)
public interface HookContract {
    /** A hook that does its work. */
    Hook succeedingHook();

    /** A hook that fails. */
    Hook failingHook();

    /** A hook that forbids a stop. */
    Hook vetoingHook();

    @Test
    default void aHookHasAName() {
        assertThat(succeedingHook().name()).isNotBlank().doesNotContain("\n");
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    default void aHookThatDoesItsWorkSucceedsEverywhere(Point point) {
        assertThat(succeedingHook().run(point, app("shop"))).isInstanceOf(Outcome.Succeeded.class);
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    default void aHookThatFailsSaysWhyAndThrowsNothing(Point point) {
        assertThat(failingHook().run(point, app("shop")))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, failed -> assertThat(failed.why()).isNotBlank());
    }

    @Test
    default void aHookCanForbidAStop() {
        assertThat(vetoingHook().run(Point.BEFORE_STOP, app("shop")))
                .isInstanceOfSatisfying(
                        Outcome.Vetoed.class, vetoed -> assertThat(vetoed.why()).isNotBlank());
    }

    @ParameterizedTest
    @EnumSource(value = Point.class, mode = EnumSource.Mode.EXCLUDE, names = "BEFORE_STOP")
    default void nothingButAStopCanBeForbidden(Point point) {
        assertThat(vetoingHook().run(point, app("shop"))).isNotInstanceOf(Outcome.Vetoed.class);
    }

    @Test
    default void oneHookServesManyAppsAtOnce() {
        Hook hook = succeedingHook();

        List<Outcome> outcomes = AtOnce.call(4, number -> hook.run(Point.AFTER_START, app("app-" + number)));

        assertThat(outcomes).allMatch(outcome -> outcome instanceof Outcome.Succeeded);
    }

    private static App app(String name) {
        return App.builder(new AppId("test", name))
                .state(AppState.RUNNING)
                .formation(Formation.of(Map.of("web", 1)))
                .build();
    }
}
