package dev.pawse.testkit;

import dev.pawse.demo.DemoProviderFactory;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Settings;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Scaling;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a factory of providers may do wrong. */
final class FactoryFlaws {
    private static final Map<String, String> GOOD = Map.of("token", "tell-nobody-4711", "timeout", "10s");

    private FactoryFlaws() {}

    static List<Flaw> all() {
        return List.of(
                flaw("its type has capitals", "type", "theTypeIsAWordThatUsersCanWrite", call -> "My Demo"),
                flaw("its description is a page", "description", "theDescriptionIsOneLine", call -> "one\ntwo"),
                // A spoilt factory is of another class than the one that is registered.
                flaw("it is not registered", "type", "theFactoryIsFoundAsAService", Tamper.Call::proceed),
                flaw(
                        "it promises more than its providers offer",
                        "capabilities",
                        "whatTheFactoryTellsIsWhatItsProvidersOffer",
                        call -> Set.of(Scaling.class, Logs.class)),
                flaw(
                        "it promises less than its providers offer",
                        "capabilities",
                        "whatTheFactoryTellsIsWhatItsProvidersOffer",
                        call -> Set.of()),
                create("settings are passed over", "everySettingThatIsSetIsKnown", context -> with(context, GOOD)),
                create("it takes whatever is there", "aKeyThatItDoesNotKnowIsLeftUnread", context -> {
                    context.settings().text("no-such-setting");
                    return context;
                }),
                create(
                        "a missing setting has a default",
                        "aMissingSettingIsNamedAsTheUserNamesIt",
                        context -> with(context, GOOD)),
                create(
                        "a missing setting is called by our name",
                        "aMissingSettingIsNamedAsTheUserNamesIt",
                        context -> with(context, Map.of())),
                create("a blank setting is taken", "aBlankSettingIsAMissingOne", context -> with(context, GOOD)),
                create(
                        "a wrong setting has a default",
                        "aWrongSettingIsNamedAsTheUserNamesIt",
                        context -> with(context, GOOD)),
                flaw("a failure shows the secret", "create", "noFailureShowsASecret", call -> {
                    Settings settings = call.<ProviderContext>arg(0).settings();
                    if (settings.text("account").isEmpty()) {
                        throw new PawseException(
                                Reason.INVALID, "account is not set; the token is " + settings.requireText("token"));
                    }
                    return call.proceed();
                }),
                flaw(
                        "a provider prints its token",
                        "create",
                        "noSecretIsPrinted",
                        call -> Tamper.spoil(
                                Provider.class, call.proceed(), "toString", printed -> "Demo[tell-nobody-4711]")));
    }

    static ProviderFactory spoilt(String name) {
        return Flaws.named(name, all()).spoil(ProviderFactory.class, new DemoProviderFactory());
    }

    private static ProviderContext with(ProviderContext context, Map<String, String> values) {
        return new ProviderContext(context.name(), Settings.of(values), context.clock());
    }

    private static Flaw create(String name, String foundBy, UnaryOperator<ProviderContext> change) {
        return flaw(name, "create", foundBy, call -> call.proceedWith(change.apply(call.arg(0))));
    }

    private static Flaw flaw(String name, String method, String foundBy, Tamper tamper) {
        return new Flaw(name, ProviderFactoryContract.class, ProviderFactory.class, method, tamper, foundBy);
    }
}
