package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Timeline;
import dev.pawse.spi.capability.Timeline.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a provider may do wrong that tells what happened to an app. */
final class TimelineFlaws {
    private TimelineFlaws() {}

    static List<Flaw> all() {
        return List.of(
                flaw("a timeline comes oldest first", "whatHappenedLastIsToldFirst", call -> {
                    List<Entry> all = new ArrayList<>(call.<List<Entry>>proceed());
                    Collections.reverse(all);
                    return all;
                }),
                flaw(
                        "the limit of a timeline is passed over",
                        "noMoreEntriesAreToldThanAskedFor",
                        call -> call.proceedWith(call.arg(0), call.arg(1), 1000)),
                flaw(
                        "the beginning of a timeline is passed over",
                        "nothingIsToldFromBeforeTheTimeAskedFor",
                        call -> call.proceedWith(call.arg(0), null, call.arg(2))),
                changed(
                        "all entries of a timeline are called the same",
                        "everyEntryHasAnIdAndSaysWhatHappened",
                        entry -> new Entry(entry.at(), "same", entry.type(), entry.text(), entry.by())),
                changed(
                        "a timeline tells the value of a variable",
                        "noValueOfAVariableIsToldInTheTimeline",
                        entry ->
                                new Entry(entry.at(), entry.id(), entry.type(), "set to tell-nobody-4711", entry.by())),
                flaw(
                        "an unknown app has no timeline, and that is all",
                        "anUnknownAppHasNoTimeline",
                        call -> call.<AppId>arg(0).name().equals("shop") ? call.proceed() : List.of()));
    }

    private static Flaw changed(String name, String foundBy, UnaryOperator<Entry> change) {
        return flaw(
                name,
                foundBy,
                call -> call.<List<Entry>>proceed().stream().map(change).toList());
    }

    private static Flaw flaw(String name, String foundBy, Tamper tamper) {
        return new Flaw(name, TimelineContract.class, Timeline.class, "timeline", tamper, foundBy);
    }
}
