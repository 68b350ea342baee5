package dev.pawse.local;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Processes.AppProcess;
import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Shell.Window;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands in an app's folder with its variables, connected by pipes and, where one is asked for and this machine has
 * one to offer, on a terminal. They end with the Pawse process that opened them.
 */
final class LocalShell implements Shell {
    private static final String WITH_ARGUMENTS = "exec \"$@\"";
    private static final String INTERACTIVE = "exec /bin/sh -i";

    private final LocalApps apps;
    private final Owner owner;
    private final StateFolder state;

    LocalShell(LocalApps apps, Owner owner, StateFolder state) {
        this.apps = apps;
        this.owner = owner;
        this.state = state;
    }

    @Override
    public Session openShell(AppId id, Request request) {
        AppSpec app = apps.here(id);
        if (request.size() != null) {
            throw new PawseException(Reason.INVALID, request.size() + ": processes of this machine have no sizes");
        }
        Map<String, String> environment = new TreeMap<>(new AppVariables(app, state).values());
        environment.put(Variables.PROCESS, process(app, request.process()));
        environment.putAll(request.environment());
        Window terminal = request.terminal() != null && LocalTerminal.isOffered() ? request.terminal() : null;
        Supervision supervision =
                terminal != null ? onTerminal(app, request, environment, terminal) : onPipes(app, request, environment);
        return LocalSession.open(
                state.supervisor(), app.name() + "/run", app.directory(), supervision, terminal != null);
    }

    private static Supervision onPipes(AppSpec app, Request request, Map<String, String> environment) {
        List<String> command = request.command();
        return new Supervision(
                command.isEmpty() ? INTERACTIVE : WITH_ARGUMENTS, command, environment, app.stopTimeout(), true);
    }

    private static Supervision onTerminal(
            AppSpec app, Request request, Map<String, String> environment, Window window) {
        String words = LocalTerminal.parameter(request.command(), window);
        return new Supervision(LocalTerminal.command(), List.of(words), environment, app.stopTimeout(), true);
    }

    /** The name of the process whose place the command takes: every process of this machine is as good as another. */
    private String process(AppSpec app, @Nullable String wanted) {
        if (wanted == null) {
            return "run.1";
        }
        return owner.now().status(app).processes().stream()
                .map(AppProcess::name)
                .filter(name -> name.equals(wanted) || name.startsWith(wanted + "."))
                .findFirst()
                .orElseThrow(() -> AppStatus.noProcess(app, wanted));
    }
}
