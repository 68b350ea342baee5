package dev.pawse.testkit;

import dev.pawse.spi.App;
import dev.pawse.spi.Event;
import dev.pawse.spi.EventStore;
import dev.pawse.spi.Hook;
import dev.pawse.spi.Hook.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What an event store or a hook may do wrong. */
final class StoreFlaws {
    private StoreFlaws() {}

    static List<Flaw> all() {
        List<Flaw> all = new ArrayList<>(stores());
        all.addAll(hooks());
        return all;
    }

    private static List<Flaw> stores() {
        AtomicInteger appended = new AtomicInteger();
        return List.of(
                recent("there is always something", "aNewStoreIsEmpty", call -> List.of("something")),
                recent("events come oldest first", "eventsComeNewestFirst", call -> {
                    List<Event> all = new ArrayList<>(call.<List<Event>>proceed());
                    Collections.reverse(all);
                    return all;
                }),
                recent(
                        "events are sorted by their time",
                        "theOrderIsThatOfTheAppendsNotOfTheClock",
                        call -> call.<List<Event>>proceed().stream()
                                .sorted(Comparator.comparing(Event::at).reversed())
                                .toList()),
                recent("the limit is passed over", "noMoreEventsAreGivenThanAskedFor", call -> call.proceedWith(1000)),
                flaw(
                        "a full store takes no more",
                        "append",
                        "aFullStoreLosesItsOldestEvents",
                        call -> appended.incrementAndGet() > 10 ? null : call.proceed()),
                recent("what was read is gone", "readingTakesNothingOut", new Tamper() {
                    private boolean read;

                    @Override
                    public Object around(Tamper.Call call) throws Throwable {
                        boolean again = read;
                        read = true;
                        return again ? List.of() : call.proceed();
                    }
                }),
                flaw(
                        "one append in a hundred is lost",
                        "append",
                        "whatManyThreadsAppendIsAllThere",
                        call -> appended.incrementAndGet() % 100 == 0 ? null : call.proceed()),
                recent(
                        "events of one time are put anywhere",
                        "oneThreadsEventsKeepTheirOrderAmongThoseOfOthers",
                        call -> {
                            List<Event> all = new ArrayList<>(call.<List<Event>>proceed());
                            Collections.swap(all, 0, all.size() - 1);
                            return all;
                        }),
                recent(
                        "an event loses what only its kind has",
                        "anEventIsReadAsItWasWritten",
                        call -> call.<List<Event>>proceed().stream()
                                .map(event -> new Event.Forgotten(event.at(), event.app()))
                                .toList()));
    }

    private static List<Flaw> hooks() {
        AtomicInteger inside = new AtomicInteger();
        return List.of(
                hook("it has no name", "name", "aHookHasAName", call -> ""),
                hook(
                        "it succeeds before alone",
                        "run",
                        "aHookThatDoesItsWorkSucceedsEverywhere",
                        call -> call.arg(0).toString().startsWith("AFTER")
                                ? new Outcome.Failed("after")
                                : call.proceed()),
                hook("a failure is an exception", "run", "aHookThatFailsSaysWhyAndThrowsNothing", call -> {
                    throw new IllegalStateException("exit 3");
                }),
                hook(
                        "a failure says nothing",
                        "run",
                        "aHookThatFailsSaysWhyAndThrowsNothing",
                        call -> new Outcome.Failed(" ")),
                hook("a veto is a failure", "run", "aHookCanForbidAStop", call -> new Outcome.Failed("exit 75")),
                hook(
                        "a veto counts everywhere",
                        "run",
                        "nothingButAStopCanBeForbidden",
                        call -> new Outcome.Vetoed("exit 75")),
                hook("two at once get in each other's way", "run", "oneHookServesManyAppsAtOnce", call -> {
                    int before = inside.incrementAndGet();
                    try {
                        Eventually.holds("another", Duration.ofMillis(20), () -> inside.get() > before);
                        return new Outcome.Failed(
                                "two at once, the second " + call.<App>arg(1).id());
                    } catch (AssertionError alone) {
                        return call.proceed();
                    } finally {
                        inside.decrementAndGet();
                    }
                }));
    }

    private static Flaw recent(String name, String foundBy, Tamper tamper) {
        return flaw(name, "recent", foundBy, tamper);
    }

    private static Flaw flaw(String name, String method, String foundBy, Tamper tamper) {
        return new Flaw(name, EventStoreContract.class, EventStore.class, method, tamper, foundBy);
    }

    private static Flaw hook(String name, String method, String foundBy, Tamper tamper) {
        return new Flaw(name, HookContract.class, Hook.class, method, tamper, foundBy);
    }
}
