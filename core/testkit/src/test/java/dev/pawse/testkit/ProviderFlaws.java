package dev.pawse.testkit;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Scaling;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What a provider may do wrong before it comes to capabilities. */
final class ProviderFlaws {
    private ProviderFlaws() {}

    static List<Flaw> all() {
        AtomicInteger inside = new AtomicInteger();
        return List.of(
                apps("an app is missing from the list", "everyAppIsListed", all -> all.subList(0, 1)),
                apps(
                        "every app is listed twice",
                        "everyAppIsListed",
                        all -> Stream.concat(all.stream(), all.stream()).toList()),
                apps(
                        "the list calls the provider by its type",
                        "anAppCarriesTheNameOfItsProvider",
                        all -> changed(
                                all,
                                app -> App.builder(new AppId("demo", app.id().name()))
                                        .build())),
                apps(
                        "the list says less than the app alone",
                        "anAppLooksTheSameAloneAndInTheList",
                        all -> changed(
                                all, app -> app.toBuilder().hosts(Set.of()).build())),
                flaw(
                        "an unknown app is an exception",
                        "app",
                        "anUnknownAppIsEmpty",
                        call -> call.<Optional<App>>proceed().or(() -> {
                            throw new PawseException(Reason.NOT_FOUND, "no such app");
                        })),
                flaw(
                        "any app is there",
                        "app",
                        "anUnknownAppIsEmpty",
                        call -> Optional.of(App.builder(call.arg(0)).build())),
                flaw(
                        "the provider's name is not looked at",
                        "app",
                        "anAppOfAnotherProviderIsEmpty",
                        call -> call.proceedWith(
                                new AppId("test", call.<AppId>arg(0).name()))),
                app(
                        "it never says that an app runs",
                        "anAppThatRunsIsRunning",
                        app -> app.toBuilder().state(AppState.UNKNOWN).build()),
                app(
                        "everything runs all the time",
                        "anAppThatRestsIsStopped",
                        app -> app.toBuilder().state(AppState.RUNNING).build()),
                apps(
                        "hosts have a port",
                        "hostsAreLowerCaseNamesWithoutPort",
                        all -> changed(
                                all,
                                app -> app.toBuilder()
                                        .hosts(Set.of("shop.example.test:443"))
                                        .build())),
                apps(
                        "hosts are as people wrote them",
                        "hostsAreLowerCaseNamesWithoutPort",
                        all -> changed(
                                all,
                                app -> app.toBuilder()
                                        .hosts(Set.of("Shop.Example.test"))
                                        .build())),
                apps(
                        "endpoints end in a path",
                        "endpointsAreAddressesWithoutPath",
                        all -> changed(
                                all,
                                app -> app.toBuilder()
                                        .endpoints(List.of(URI.create("http://127.0.0.1:80/shop")))
                                        .build())),
                apps(
                        "endpoints have no port",
                        "endpointsAreAddressesWithoutPath",
                        all -> changed(
                                all,
                                app -> app.toBuilder()
                                        .endpoints(List.of(URI.create("https://127.0.0.1")))
                                        .build())),
                flaw(
                        "what is promised is not offered",
                        "capability",
                        "whatAContractProvesIsOffered",
                        call -> call.arg(0) == Scaling.class ? Optional.empty() : call.proceed()),
                flaw(
                        "more is offered than is proven",
                        "capability",
                        "whatNoContractProvesIsRefused",
                        call -> call.arg(0) == Logs.class
                                ? FakeProvider.builder("test").build().capability(Logs.class)
                                : call.proceed()),
                flaw(
                        "every 503 is taken for the platform's",
                        "isPlatformAnswer",
                        "anAppsOwnAnswersAreNotThePlatforms",
                        call -> call.<Integer>arg(0) == 503),
                flaw("a refusal says nothing", "whyNot", "aRefusalSaysWhyNot", call -> " "),
                flaw("two at once get in each other's way", "app", "manyThreadsMayAskAtOnce", call -> {
                    int before = inside.incrementAndGet();
                    try {
                        Eventually.holds("another", Duration.ofMillis(20), () -> inside.get() > before);
                        throw new PawseException(Reason.INTERNAL, "two at once");
                    } catch (AssertionError alone) {
                        return call.proceed();
                    } finally {
                        inside.decrementAndGet();
                    }
                }));
    }

    private static List<App> changed(List<App> apps, UnaryOperator<App> change) {
        return apps.stream().map(change).toList();
    }

    private static Flaw apps(String name, String foundBy, UnaryOperator<List<App>> change) {
        return flaw(name, "apps", foundBy, call -> change.apply(call.proceed()));
    }

    private static Flaw app(String name, String foundBy, UnaryOperator<App> change) {
        return flaw(name, "app", foundBy, call -> call.<Optional<App>>proceed().map(change));
    }

    private static Flaw flaw(String name, String method, String foundBy, Tamper tamper) {
        return new Flaw(name, ProviderContract.class, Provider.class, method, tamper, foundBy);
    }
}
