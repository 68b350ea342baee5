package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Shell.Request;
import dev.pawse.spi.capability.Shell.Session;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** What a provider may do wrong that runs commands. */
final class ShellFlaws {
    private ShellFlaws() {}

    static List<Flaw> all() {
        return List.of(
                session("output is lost", "output", "aCommandsOutputIsRead", call -> InputStream.nullInputStream()),
                request(
                        "arguments are put together and taken apart",
                        "argumentsArriveAsTheyWereGiven",
                        request -> with(
                                request,
                                List.of(String.join(" ", request.command()).split("\\s+", -1)))),
                request(
                        "arguments are quoted",
                        "argumentsArriveAsTheyWereGiven",
                        request -> with(
                                request,
                                request.command().stream()
                                        .map(word -> word.contains("$") ? "'" + word + "'" : word)
                                        .toList())),
                session(
                        "every exit code is 0",
                        "exitCode",
                        "theExitCodeIsTheCommands",
                        call -> call.<OptionalInt>proceed().isPresent() ? OptionalInt.of(0) : OptionalInt.empty()),
                session("exit codes are 0 or 1", "exitCode", "theExitCodeIsTheCommands", call -> {
                    OptionalInt code = call.proceed();
                    return code.isPresent() ? OptionalInt.of(Math.min(1, code.getAsInt())) : code;
                }),
                session(
                        "input is lost",
                        "input",
                        "inputReachesTheCommandAndItsEndToo",
                        call -> new ByteArrayOutputStream()),
                session("errors are lost", "errors", "errorsAreRead", call -> InputStream.nullInputStream()),
                request(
                        "variables of the request are passed over",
                        "variablesOfTheRequestAreInTheEnvironment",
                        request -> new Request(
                                request.command(), request.process(), Map.of(), request.size(), request.terminal())),
                session(
                        "what runs has the exit code 0",
                        "exitCode",
                        "aCommandThatRunsHasNoExitCode",
                        call -> OptionalInt.of(0)),
                session("closing ends nothing", "close", "closingEndsACommandThatRuns", call -> null),
                session("a new size without a terminal fails", "resize", "aNewSizeWithoutATerminalDoesNoHarm", call -> {
                    throw new IllegalStateException("no terminal");
                }),
                detached("what is left alone has no name", call -> " "),
                detached("what cannot be left alone fails without a reason", call -> {
                    throw new PawseException(Reason.INTERNAL, "no luck");
                }),
                session(
                        "what does not exist ends well",
                        "exitCode",
                        "aCommandThatDoesNotExistDoesNotSucceed",
                        call -> OptionalInt.of(0)),
                request(
                        "a process to attach to is passed over",
                        "anUnknownProcessCannotBeAttachedTo",
                        request -> new Request(
                                request.command(), null, request.environment(), request.size(), request.terminal())),
                flaw(
                        "any app has a shell",
                        "anUnknownAppHasNoShell",
                        call -> call.proceedWith(new AppId("test", "shop"), call.arg(1))));
    }

    private static Request with(Request request, List<String> command) {
        return new Request(command, request.process(), request.environment(), request.size(), request.terminal());
    }

    private static Flaw request(String name, String foundBy, UnaryOperator<Request> change) {
        return flaw(name, foundBy, call -> call.proceedWith(call.arg(0), change.apply(call.arg(1))));
    }

    private static Flaw session(String name, String method, String foundBy, Tamper tamper) {
        return flaw(name, foundBy, call -> Tamper.spoil(Session.class, call.proceed(), method, tamper));
    }

    private static Flaw detached(String name, Tamper tamper) {
        return new Flaw(
                name,
                ShellContract.class,
                Shell.class,
                "runDetached",
                tamper,
                "aCommandThatIsLeftAloneHasANameOrIsRefused");
    }

    private static Flaw flaw(String name, String foundBy, Tamper tamper) {
        return new Flaw(name, ShellContract.class, Shell.class, "openShell", tamper, foundBy);
    }
}
