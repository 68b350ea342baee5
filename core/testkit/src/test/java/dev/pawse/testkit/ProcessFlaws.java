package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Processes.AppProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a provider may do wrong that lists and restarts processes. */
final class ProcessFlaws {
    private ProcessFlaws() {}

    static List<Flaw> all() {
        return List.of(
                each(
                        "each type is told once",
                        "aRunningAppHasAsManyProcessesOfEachTypeAsItAsksFor",
                        all -> all.stream()
                                .filter(one -> one.name().endsWith(".1"))
                                .toList()),
                each(
                        "processes are all called alike",
                        "aProcessIsNamedAfterItsTypeAndOnlyOnce",
                        all -> all.stream()
                                .map(one -> named(one, one.type() + ".1"))
                                .toList()),
                each(
                        "processes are called by a number",
                        "aProcessIsNamedAfterItsTypeAndOnlyOnce",
                        all -> all.stream()
                                .map(one -> named(one, "4711" + one.name()))
                                .toList()),
                each(
                        "what runs has no start",
                        "aProcessThatRunsHasStartedAndNotEnded",
                        all -> all.stream()
                                .map(one -> with(one, one.state(), null, null))
                                .toList()),
                each(
                        "what runs has an exit code",
                        "aProcessThatRunsHasStartedAndNotEnded",
                        all -> all.stream()
                                .map(one -> with(one, one.state(), one.startedAt(), 0))
                                .toList()),
                each("what has ended seems to run", "aRestingAppHasNoProcessThatRuns", all -> {
                    List<AppProcess> more = new ArrayList<>(all);
                    more.add(new AppProcess("web.9", "web", AppState.RUNNING, null, null, null, Instant.EPOCH, null));
                    return more;
                }),
                restart("a restart does nothing", "aRestartWithoutANameReplacesEveryProcess", call -> null),
                restart(
                        "a restart of all restarts the web alone",
                        "aRestartWithoutANameReplacesEveryProcess",
                        call -> call.proceedWith(call.arg(0), call.arg(1) == null ? "web" : call.arg(1))),
                restart(
                        "a restart of a type restarts all",
                        "aRestartOfATypeLeavesTheOthers",
                        call -> call.proceedWith(call.arg(0), "web".equals(call.arg(1)) ? null : call.arg(1))),
                restart(
                        "a restart of a type restarts one of it",
                        "aRestartOfATypeLeavesTheOthers",
                        call -> call.proceedWith(call.arg(0), "web".equals(call.arg(1)) ? "web.1" : call.arg(1))),
                restart(
                        "a restart of one restarts its type",
                        "aRestartOfOneProcessLeavesItsSiblings",
                        call -> call.proceedWith(call.arg(0), typeOf(call.arg(1)))),
                restart("a restart of nobody is taken for done", "anUnknownProcessCannotBeRestarted", call -> {
                    try {
                        return call.proceed();
                    } catch (PawseException e) {
                        return null;
                    }
                }),
                restart("what cannot be found is refused as wrong", "anUnknownProcessCannotBeRestarted", call -> {
                    try {
                        return call.proceed();
                    } catch (PawseException e) {
                        throw new PawseException(Reason.INVALID, e.message(), e);
                    }
                }),
                new Flaw(
                        "an unknown app has no processes, and that is all",
                        ProcessesContract.class,
                        Processes.class,
                        "processes",
                        call -> call.<AppId>arg(0).name().equals("shop") ? call.proceed() : List.of(),
                        "anUnknownAppHasNoProcesses"));
    }

    private static @Nullable String typeOf(@Nullable String process) {
        return process == null || process.indexOf('.') < 0 ? process : process.substring(0, process.indexOf('.'));
    }

    private static AppProcess named(AppProcess one, String name) {
        return new AppProcess(
                name,
                one.type(),
                one.state(),
                one.command(),
                one.size(),
                one.release(),
                one.startedAt(),
                one.exitCode());
    }

    private static AppProcess with(
            AppProcess one, AppState state, @Nullable Instant startedAt, @Nullable Integer exitCode) {
        return new AppProcess(
                one.name(), one.type(), state, one.command(), one.size(), one.release(), startedAt, exitCode);
    }

    private static Flaw each(String name, String foundBy, UnaryOperator<List<AppProcess>> change) {
        return new Flaw(
                name,
                ProcessesContract.class,
                Processes.class,
                "processes",
                call -> change.apply(call.proceed()),
                foundBy);
    }

    private static Flaw restart(String name, String foundBy, Tamper tamper) {
        return new Flaw(name, ProcessesContract.class, Processes.class, "restartProcesses", tamper, foundBy);
    }
}
