package dev.pawse.scalingo;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell;
import java.util.Map;
import java.util.TreeMap;

/** Runs commands in one-off containers. Running containers cannot be attached to. */
final class ScalingoShell implements Shell {
    private final Account account;
    private final Operations operations;
    private final Apps apps;

    ScalingoShell(Account account, Operations operations, Apps apps) {
        this.account = account;
        this.operations = operations;
        this.apps = apps;
    }

    @Override
    public Session openShell(AppId app, Request request) {
        Place place = apps.place(app);
        String process = request.process();
        if (process != null) {
            throw refusal(place, process);
        }
        return open(place, CommandLine.of(request.command(), request.terminal() != null), request);
    }

    /** Opens a session of a command that is written out already. */
    Session open(Place place, String command, Request request) {
        Map<String, String> environment = new TreeMap<>(request.environment());
        if (request.terminal() != null) {
            environment.putIfAbsent("TERM", "xterm-256color");
        }
        OneOffContainer container = OneOffContainer.start(
                account, operations, place, new OneOffContainer.Order(command, environment, request.size(), false));
        return attached(container, request);
    }

    private Session attached(OneOffContainer container, Request request) {
        try {
            return AttachSession.open(account, container, request.terminal());
        } catch (PawseException e) {
            container.stop();
            throw e;
        }
    }

    private static PawseException refusal(Place place, String process) {
        boolean known = Container.of(place).stream().anyMatch(one -> one.name().equals(process));
        return known
                ? new PawseException(
                        Reason.UNSUPPORTED,
                        "scalingo cannot attach to a container that runs: leave " + process
                                + " out and get a new one with the same code and variables")
                : new PawseException(Reason.NOT_FOUND, place + " runs no process " + process);
    }
}
