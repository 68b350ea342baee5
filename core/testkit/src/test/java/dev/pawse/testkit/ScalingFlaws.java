package dev.pawse.testkit;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.spi.Mandate;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Scaling;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;

/** What a provider may do wrong that starts, stops and scales apps. */
final class ScalingFlaws {
    private static final Set<String> TYPES = Set.of("web", "worker", "cron");

    private ScalingFlaws() {}

    static List<Flaw> all(FakeProvider platform) {
        AtomicInteger starting = new AtomicInteger();
        return List.of(
                flaw(
                        "types at 0 are not told",
                        "formation",
                        "aFormationNamesEveryTypeThoseAtZeroIncluded",
                        call -> only(call.proceed(), (type, scale) -> scale.quantity() > 0)),
                new Flaw(
                        "an app shows no formation",
                        ScalingContract.class,
                        Provider.class,
                        "app",
                        call -> call.<Optional<App>>proceed()
                                .map(app -> app.toBuilder()
                                        .formation(Formation.empty())
                                        .build()),
                        "anAppShowsTheFormationThatScalingTells"),
                flaw("a stop does nothing", "stop", "aStopEndsInAStoppedApp", call -> null),
                flaw(
                        "a stop does not ask whether it still may",
                        "stop",
                        "whoMayChangeNothingAnyMoreStopsNothing",
                        ScalingFlaws::withoutAsking),
                flaw(
                        "sizes are forgotten at 0",
                        "formation",
                        "aStoppedAppKeepsItsTypesAndSizes",
                        call -> call.<Formation>proceed().isZero()
                                ? Formations.quantitiesOnly(call.proceed())
                                : call.proceed()),
                flaw("a start does nothing", "start", "aStartEndsInARunningApp", call -> null),
                flaw(
                        "a start runs one of each",
                        "start",
                        "whatWasStoppedRunsAgainExactlyAsItDid",
                        call -> call.proceedWith(call.arg(0), Formation.of(Map.of("web", 1, "worker", 1, "cron", 1)))),
                flaw(
                        "a start runs the web alone",
                        "start",
                        "whatWasStoppedRunsAgainExactlyAsItDid",
                        call -> call.proceedWith(call.arg(0), only(call.arg(1), (type, scale) -> type.equals("web")))),
                flaw("what is stopping cannot be started", "start", "whatIsAskedToStopCanBeStartedAtOnce", call -> {
                    if (platform.fake("shop").state() == AppState.STOPPING) {
                        throw new PawseException(Reason.CONFLICT, "is stopping");
                    }
                    return call.proceed();
                }),
                flaw("a start is refused of what runs", "start", "startingTwiceDoesNoHarm", once()),
                flaw("a stop is refused of what rests", "stop", "stoppingTwiceDoesNoHarm", once()),
                flaw("two starts at once get in each other's way", "start", "manyMayStartAnAppAtOnce", call -> {
                    int before = starting.incrementAndGet();
                    try {
                        Eventually.holds("another", Duration.ofMillis(20), () -> starting.get() > before);
                        throw new PawseException(Reason.CONFLICT, "is starting already");
                    } catch (AssertionError alone) {
                        return call.proceed();
                    } finally {
                        starting.decrementAndGet();
                    }
                }),
                flaw(
                        "a start stops what it does not name",
                        "start",
                        "aStartLeavesTheTypesThatItDoesNotName",
                        call -> call.proceedWith(call.arg(0), orZero(call.arg(1)))),
                flaw(
                        "a scale stops what it does not name",
                        "scale",
                        "aScaleChangesOnlyTheGivenTypes",
                        call -> call.proceedWith(call.arg(0), orZero(call.arg(1)))),
                flaw("a scale to 0 is refused", "scale", "scalingEveryTypeToZeroStopsTheApp", call -> {
                    if (call.<Formation>arg(1).isZero()) {
                        throw new PawseException(Reason.INVALID, "0 is not a number of processes");
                    }
                    return call.proceed();
                }),
                flaw("a scale does nothing", "scale", "scalingARestingAppUpWakesIt", call -> null),
                flaw(
                        "a scale without a size takes the platform's usual one",
                        "scale",
                        "aScaleWithoutASizeKeepsTheSize",
                        call -> call.proceedWith(call.arg(0), sized(call.arg(1), "S"))),
                flaw(
                        "a size is passed over",
                        "scale",
                        "aSizeIsChangedWhereThePlatformHasSizes",
                        call -> call.proceedWith(call.arg(0), Formations.quantitiesOnly(call.arg(1)))),
                flaw(
                        "a first formation runs nothing",
                        "initialFormation",
                        "aFirstFormationRunsSomethingOfTheAppsOwnTypes",
                        call -> call.<Formation>proceed().zeroed()),
                flaw(
                        "a stop of an unknown app is taken for done",
                        "stop",
                        "anUnknownAppCannotBeScaled",
                        call -> call.<AppId>arg(0).name().equals("shop") ? call.proceed() : null),
                flaw(
                        "an unknown app has an empty formation",
                        "formation",
                        "anUnknownAppCannotBeScaled",
                        call -> call.<AppId>arg(0).name().equals("shop") ? call.proceed() : Formation.empty()),
                flaw(
                        "a start passes over unknown types",
                        "start",
                        "anUnknownTypeCannotBeStartedAndChangesNothing",
                        call -> call.proceedWith(call.arg(0), known(call.arg(1)))),
                flaw(
                        "a start runs what it can and then refuses",
                        "start",
                        "anUnknownTypeCannotBeStartedAndChangesNothing",
                        ScalingFlaws::doAndRefuse),
                flaw(
                        "a scale passes over unknown types",
                        "scale",
                        "anUnknownTypeCannotBeScaledAndChangesNothing",
                        call -> call.proceedWith(call.arg(0), known(call.arg(1)))),
                flaw(
                        "a scale runs what it can and then refuses",
                        "scale",
                        "anUnknownTypeCannotBeScaledAndChangesNothing",
                        ScalingFlaws::doAndRefuse));
    }

    @SuppressWarnings("NullAway") // A call of a void method answers null.
    private static Object withoutAsking(Tamper.Call call) throws Throwable {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Mandate.whileHeld(() -> true).run(() -> {
            try {
                call.proceed();
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        if (failure.get() != null) {
            throw failure.get();
        }
        return null;
    }

    private static Tamper once() {
        AtomicInteger calls = new AtomicInteger();
        return call -> {
            if (calls.incrementAndGet() > 1) {
                throw new PawseException(Reason.CONFLICT, "was asked for already");
            }
            return call.proceed();
        };
    }

    @SuppressWarnings("NullAway") // A call of a void method answers null.
    private static Object doAndRefuse(Tamper.Call call) throws Throwable {
        call.proceedWith(call.arg(0), known(call.arg(1)));
        return call.proceed();
    }

    private static Formation known(Formation formation) {
        return only(formation, (type, scale) -> TYPES.contains(type));
    }

    private static Formation only(Formation formation, BiPredicate<String, Scale> wanted) {
        Map<String, Scale> left = new TreeMap<>(formation.processes());
        left.entrySet().removeIf(entry -> !wanted.test(entry.getKey(), entry.getValue()));
        return new Formation(left);
    }

    private static Formation orZero(Formation formation) {
        Map<String, Scale> all = new TreeMap<>(formation.processes());
        TYPES.forEach(type -> all.putIfAbsent(type, Scale.of(0)));
        return new Formation(all);
    }

    private static Formation sized(Formation formation, String size) {
        Map<String, Scale> all = new TreeMap<>();
        formation.processes().forEach((type, scale) -> all.put(type, new Scale(scale.quantity(), size)));
        return new Formation(all);
    }

    private static Flaw flaw(String name, String method, String foundBy, Tamper tamper) {
        return new Flaw(name, ScalingContract.class, Scaling.class, method, tamper, foundBy);
    }
}
