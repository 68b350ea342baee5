package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.ConfigHistory;
import dev.pawse.spi.capability.ConfigHistory.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a provider may do wrong that tells how variables were changed. */
final class ConfigHistoryFlaws {
    private ConfigHistoryFlaws() {}

    static List<Flaw> all() {
        return List.of(
                flaw("changes come oldest first", "everyChangeOfAVariableIsToldNewestFirst", call -> {
                    List<Change> all = new ArrayList<>(call.<List<Change>>proceed());
                    Collections.reverse(all);
                    return all;
                }),
                flaw(
                        "the limit of changes is passed over",
                        "noMoreChangesAreToldThanAskedFor",
                        call -> call.proceedWith(call.arg(0), call.arg(1), 1000)),
                flaw(
                        "the history of one is that of all",
                        "theHistoryOfAVariableIsNotThatOfAnother",
                        call -> call.proceedWith(call.arg(0), null, call.arg(2))),
                changed(
                        "the history of all names none",
                        "theHistoryOfAllVariablesHasThatOfEach",
                        change -> new Change(
                                change.version(), List.of(), change.description(), change.author(), change.at())),
                flaw("a variable that never was has one change", "aVariableThatNeverWasHasNoHistory", call -> {
                    String name = call.arg(1);
                    return call.proceedWith(call.arg(0), "PAWSE_NEVER".equals(name) ? "PAWSE_A" : name, call.arg(2));
                }),
                changed(
                        "a change tells the value",
                        "noValueIsAPartOfTheHistory",
                        change -> new Change(
                                change.version(),
                                change.names(),
                                "set to tell-nobody-4711",
                                change.author(),
                                change.at())),
                flaw(
                        "an unknown app has no history, and that is all",
                        "anUnknownAppHasNoHistory",
                        call -> call.<AppId>arg(0).name().equals("shop") ? call.proceed() : List.of()));
    }

    private static Flaw changed(String name, String foundBy, UnaryOperator<Change> change) {
        return flaw(
                name,
                foundBy,
                call -> call.<List<Change>>proceed().stream().map(change).toList());
    }

    private static Flaw flaw(String name, String foundBy, Tamper tamper) {
        return new Flaw(name, ConfigHistoryContract.class, ConfigHistory.class, "configChanges", tamper, foundBy);
    }
}
