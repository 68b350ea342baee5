package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Lease;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.spi.Registry.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** What a registry may do wrong. */
final class RegistryFlaws {
    private static final AppId SHOP = RegistryContract.SHOP;

    private RegistryFlaws() {}

    static List<Flaw> all() {
        return List.of(
                flaw(
                        "somebody else's entries are there",
                        "entries",
                        "nothingIsRememberedAtFirst",
                        call -> List.of(entry())),
                flaw("entries are not listed", "entries", "whatIsWrittenIsReadAgain", call -> List.of()),
                written(
                        "sizes are forgotten",
                        "anEntryKeepsAllThatItCarries",
                        entry -> with(
                                entry, entry.stage(), Formations.quantitiesOnly(entry.formation()), entry.since())),
                written(
                        "times are whole seconds",
                        "anEntryKeepsAllThatItCarries",
                        entry -> with(
                                entry,
                                entry.stage(),
                                entry.formation(),
                                Instant.ofEpochSecond(entry.since().getEpochSecond()))),
                written(
                        "an intent is taken for done",
                        "everyStageIsKept",
                        entry -> with(
                                entry,
                                entry.stage() == Stage.WAKING ? Stage.AWAKE : entry.stage(),
                                entry.formation(),
                                entry.since())),
                flaw(
                        "the epoch is the one that an entry carries",
                        "compareAndSet",
                        "theEpochGrowsByOneWhateverAnEntryCarries",
                        call -> call.<Optional<Entry>>proceed()
                                .map(stored -> new Entry(
                                        stored.app(),
                                        call.<Entry>arg(1).epoch(),
                                        stored.stage(),
                                        stored.formation(),
                                        stored.since()))),
                flaw(
                        "the last writer wins",
                        "compareAndSet",
                        "aWriteThatExpectsAnotherEpochIsRefusedAndChangesNothing",
                        RegistryFlaws::lastWriterWins),
                flaw(
                        "the first writer need expect nothing",
                        "compareAndSet",
                        "aWriteThatExpectsAnEntryIsRefusedWhereThereIsNone",
                        call -> call.<Optional<Entry>>proceed().isPresent()
                                ? call.proceed()
                                : call.proceedWith(0L, call.arg(1), call.arg(2))),
                flaw(
                        "one entry is listed",
                        "entries",
                        "entriesOfManyAppsAreAllListed",
                        call -> call.<List<Entry>>proceed().stream().limit(1).toList()),
                flaw(
                        "of many writers all win",
                        "compareAndSet",
                        "ofManyWritersAtOnceExactlyOneWins",
                        RegistryFlaws::lastWriterWins),
                flaw(
                        "one write refuses that of another app",
                        "compareAndSet",
                        "writersOfDifferentAppsDoNotDisturbEachOther",
                        call -> call.<Entry>arg(1).app().name().equals("app-5") ? Optional.empty() : call.proceed()),
                flaw("removing does nothing", "remove", "whatIsRemovedIsForgotten", call -> true),
                flaw("removing leaves the use", "usage", "whatIsRemovedIsForgotten", new Tamper() {
                    private final Map<AppId, Usage> seen = new HashMap<>(Map.of(SHOP, new Usage(1, Duration.ZERO)));

                    @Override
                    public Object around(Tamper.Call call) throws Throwable {
                        seen.putAll(call.<Map<AppId, Usage>>proceed());
                        return seen;
                    }
                }),
                flaw(
                        "removing looks at no epoch",
                        "remove",
                        "whatSomebodyWroteMeanwhileIsNotRemoved",
                        call -> call.proceedWith(call.arg(0), 2L)),
                flaw(
                        "what is removed blocks its place",
                        "compareAndSet",
                        "aForgottenAppCanBeWrittenAnew",
                        new Tamper() {
                            private boolean written;

                            @Override
                            public Object around(Tamper.Call call) throws Throwable {
                                boolean again = written;
                                written = true;
                                return again ? Optional.empty() : call.proceed();
                            }
                        }),
                usage(
                        "idle times are lost",
                        "theUseOfAppsIsPublished",
                        use -> new Usage(use.inFlight(), Duration.ZERO)),
                flaw(
                        "what was published first stays",
                        "publish",
                        "whatIsPublishedReplacesWhatThisProcessSaidBefore",
                        once()),
                flaw(
                        "publishing replaces everything",
                        "usage",
                        "publishingTheUseOfOneAppLeavesThatOfAnother",
                        call -> Map.of(RegistryContract.STOCK, new Usage(1, Duration.ZERO))),
                lease("a lease never seems to be held", "held", "aLeaseIsHeldByOne", call -> false),
                flaw(
                        "there is one lease",
                        "acquire",
                        "leasesOfDifferentNamesDoNotDisturbEachOther",
                        call -> call.proceedWith("lease", call.arg(1))),
                lease("giving back does nothing", "close", "aLeaseThatIsGivenBackCanBeTaken", call -> null),
                flaw(
                        "a lease is held for ever",
                        "acquire",
                        "aLeaseRunsOutWithTime",
                        call -> call.proceedWith(call.arg(0), Duration.ofDays(365))),
                lease("a lease that ran out seems to be held", "held", "aLeaseRunsOutWithTime", call -> true),
                lease("renewing does nothing", "renew", "aLeaseThatIsRenewedIsHeldForAnotherFullTime", call -> true),
                lease("a lost lease is renewed", "renew", "aLostLeaseCannotBeRenewed", call -> true),
                flaw(
                        "giving back frees whoever holds",
                        "acquire",
                        "givingBackALostLeaseTakesNothingFromTheNextHolder",
                        freeing()),
                flaw(
                        "giving back twice frees whoever holds",
                        "acquire",
                        "givingALeaseBackTwiceTakesNothingFromTheNextHolder",
                        freeing()),
                lease("every fence is 1", "fence", "theFenceGrowsWithEachHolder", call -> 1L),
                lease("the fence grows by itself", "fence", "aRenewalKeepsTheFence", new Tamper() {
                    private long fence;

                    @Override
                    public Object around(Tamper.Call call) {
                        return ++fence;
                    }
                }),
                flaw(
                        "a lease is given to all",
                        "acquire",
                        "ofManyWhoWantALeaseAtOnceExactlyOneGetsIt",
                        call -> call.proceedWith(
                                call.arg(0) + Thread.currentThread().getName(), call.arg(1))),
                flaw(
                        "who holds a lease writes nothing",
                        "compareAndSet",
                        "whoHoldsTheLeaseOfAnAppWritesItsEntry",
                        call -> call.<Long>arg(2) > 0 ? Optional.empty() : call.proceed()),
                flaw(
                        "nobody looks at the fence",
                        "compareAndSet",
                        "whoLostTheLeaseOfAnAppToAnotherWritesItsEntryNoMore",
                        call -> call.proceedWith(call.arg(0), call.arg(1), Registry.UNFENCED)),
                flaw(
                        "the newest lease of all counts",
                        "compareAndSet",
                        "theLeaseOfAnotherAppDisturbsNobody",
                        call -> call.<Long>arg(2) == 1 ? Optional.empty() : call.proceed()),
                flaw("no use is told", "usage", "theUseOfOneAppCanBeAskedFor", call -> Map.of()),
                flaw(
                        "there is always trouble",
                        "trouble",
                        "aRegistryThatCanBeAskedHasNoTrouble",
                        call -> Optional.of("a bad day")));
    }

    /** Leases of which the one that is given back takes the next holder's with it. */
    private static Tamper freeing() {
        Map<String, Lease> holders = new ConcurrentHashMap<>();
        return call -> {
            Optional<Lease> taken = call.proceed();
            taken.ifPresent(lease -> holders.put(call.arg(0), lease));
            return taken.map(lease -> Tamper.spoil(Lease.class, lease, "close", closing -> {
                holders.getOrDefault(call.<String>arg(0), lease).close();
                return closing.proceed();
            }));
        };
    }

    private static Object lastWriterWins(Tamper.Call call) throws Throwable {
        for (long epoch = 0; epoch < 1000; epoch++) {
            Object stored = call.proceedWith(epoch, call.arg(1), call.arg(2));
            if (stored instanceof Optional<?> entry && entry.isPresent()) {
                return stored;
            }
        }
        throw new IllegalStateException("an epoch of more than 1000");
    }

    private static Tamper once() {
        return new Tamper() {
            private boolean done;

            @Override
            @SuppressWarnings("NullAway") // A call of a void method answers null.
            public Object around(Tamper.Call call) throws Throwable {
                boolean again = done;
                done = true;
                return again ? null : call.proceed();
            }
        };
    }

    private static Entry entry() {
        return new Entry(SHOP, 1, Stage.AWAKE, Formation.empty(), Instant.EPOCH);
    }

    private static Entry with(Entry entry, Stage stage, Formation formation, Instant since) {
        return new Entry(entry.app(), entry.epoch(), stage, formation, since);
    }

    private static Flaw written(String name, String foundBy, UnaryOperator<Entry> change) {
        return flaw(
                name,
                "compareAndSet",
                foundBy,
                call -> call.proceedWith(call.arg(0), change.apply(call.arg(1)), call.arg(2)));
    }

    private static Flaw usage(String name, String foundBy, UnaryOperator<Usage> change) {
        return flaw(name, "usage", foundBy, call -> {
            Map<AppId, Usage> spoilt = new HashMap<>(call.<Map<AppId, Usage>>proceed());
            spoilt.replaceAll((app, use) -> change.apply(use));
            return spoilt;
        });
    }

    private static Flaw lease(String name, String method, String foundBy, Tamper tamper) {
        return flaw(
                name,
                "acquire",
                foundBy,
                call -> call.<Optional<Lease>>proceed().map(lease -> Tamper.spoil(Lease.class, lease, method, tamper)));
    }

    private static Flaw flaw(String name, String method, String foundBy, Tamper tamper) {
        return new Flaw(name, RegistryContract.class, Registry.class, method, tamper, foundBy);
    }
}
