package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Shell;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs commands for the apps of a {@link FakeProvider}, as {@link FakeApp#program} says. */
final class FakeShell implements Shell {
    private final FakeProvider platform;
    private final AtomicInteger detached = new AtomicInteger();

    FakeShell(FakeProvider platform) {
        this.platform = platform;
    }

    @Override
    public Session openShell(AppId app, Request request) {
        return platform.ask(Operation.OPEN_SHELL, app, asked -> {
            String process = request.process();
            if (process != null
                    && asked.processes().stream().noneMatch(one -> one.name().equals(process))) {
                throw new PawseException(Reason.NOT_FOUND, app + ": has no process " + process);
            }
            return FakeSession.start(inEnvironment(asked, request), asked.program());
        });
    }

    /** What the command writes goes to the app's log. */
    @Override
    public String runDetached(AppId app, Request request) {
        return platform.ask(Operation.RUN_DETACHED, app, asked -> {
            String process = "run." + detached.incrementAndGet();
            FakeSession session = FakeSession.start(inEnvironment(asked, request), asked.program());
            FakeSession.copy(session, line -> asked.log().write(process, line));
            return process;
        });
    }

    private static Request inEnvironment(FakeApp app, Request request) {
        Map<String, String> environment = new TreeMap<>();
        for (Map.Entry<String, Secret> variable : app.configVars().entrySet()) {
            environment.put(variable.getKey(), variable.getValue().reveal());
        }
        environment.putAll(request.environment());
        return new Request(request.command(), request.process(), environment, request.size(), request.terminal());
    }
}
