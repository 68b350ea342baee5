package dev.pawse.ecs;

import dev.pawse.ecs.AppTasks.AppTask;
import dev.pawse.ecs.TaskDefinitions.Described;
import dev.pawse.ecs.session.RemoteCommand;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Runs commands in tasks of their own, or in a task that runs, by ECS Exec. A task of its own idles until the session is closed, then it
 * is stopped; nobody who dies leaves it for longer than {@link OneOffTasks#LIFETIME}.
 */
final class EcsShell implements Shell {
    /** What a one-off does while commands run in it. As a task's first process it must ask for the signal to be stopped by it. */
    private static final List<String> IDLER =
            List.of("/bin/sh", "-c", "trap 'exit 0' TERM; sleep " + OneOffTasks.LIFETIME.toSeconds() + " & wait");

    private static final String LOGIN_SHELL =
            "if command -v bash >/dev/null 2>&1; then exec bash -l; else exec sh -l; fi";
    /** By the convention of paaws; images with companions beside the app name it so. */
    private static final String USUAL_CONTAINER = "app";
    /** More tasks of one kind are counted. */
    private static final int NAMED = 3;

    private final AppServices services;
    private final AppSettingsReader settings;
    private final AppTasks tasks;
    private final TaskDefinitions definitions;
    private final OneOffTasks oneOffs;
    private final ContainerCommands commands;

    EcsShell(
            AppServices services,
            AppSettingsReader settings,
            AppTasks tasks,
            TaskDefinitions definitions,
            OneOffTasks oneOffs,
            ContainerCommands commands) {
        this.services = services;
        this.settings = settings;
        this.tasks = tasks;
        this.definitions = definitions;
        this.oneOffs = oneOffs;
        this.commands = commands;
    }

    @Override
    public Session openShell(AppId app, Request request) {
        if (request.process() != null) {
            return attached(app, request.process(), request);
        }
        // For a new task the variables are part of what is started.
        RemoteCommand command = command(app, request, Map.of());
        return inNewTask(app, definition(app), command, request);
    }

    @Override
    public String runDetached(AppId app, Request request) {
        if (request.command().isEmpty()) {
            throw new PawseException(Reason.INVALID, "no command given: what is left alone needs one");
        }
        if (request.process() != null) {
            throw new PawseException(
                    Reason.UNSUPPORTED,
                    "a command in a running task ends with the connection to it: it cannot be left alone");
        }
        Described definition = definition(app);
        Task task = oneOffs.start(order(app, definition, request, request.command(), false));
        return EcsProcesses.name("run", AppTasks.idOf(task.taskArn()));
    }

    /**
     * Runs a command in a new task of another family than the app's shell, e.g. that of its database tools.
     *
     * @param command in place of the request's
     */
    Session openIn(AppId app, String family, List<String> command, Request request) {
        RemoteCommand remote = RemoteCommand.of(command, Map.of(), request.terminal() != null);
        return inNewTask(app, definitions.of(family), remote, request);
    }

    /** The container of a definition that commands are for: the one called app, else the first essential one. */
    static String container(Described definition) {
        return definition.definition().containerDefinitions().stream()
                .map(ContainerDefinition::name)
                .filter(USUAL_CONTAINER::equals)
                .findFirst()
                .or(() -> definition.mainContainer().map(ContainerDefinition::name))
                .orElseThrow(() -> new PawseException(Reason.INVALID, definition.name() + " has no container"));
    }

    private Session inNewTask(AppId app, Described definition, RemoteCommand command, Request request) {
        OneOff task = OneOff.start(oneOffs, order(app, definition, request, IDLER, true));
        boolean opened = false;
        try {
            Session session = commands.open(task.task(), container(definition), command, request.terminal());
            opened = true;
            return new OneOffSession(session, task);
        } finally {
            if (!opened) {
                task.close();
            }
        }
    }

    private static OneOffTasks.Order order(
            AppId app, Described definition, Request request, List<String> command, boolean commands) {
        String size = request.size();
        return new OneOffTasks.Order(
                app.name(),
                request.command().isEmpty() ? "shell" : "run",
                definition.definition().taskDefinitionArn(),
                container(definition),
                command,
                request.environment(),
                size == null ? null : TaskSize.of(size),
                commands);
    }

    private Session attached(AppId app, String process, Request request) {
        AppTask target = target(app, process);
        Task task = target.task();
        if (!Boolean.TRUE.equals(task.enableExecuteCommand())) {
            throw new PawseException(
                    Reason.CONFLICT,
                    EcsProcesses.name(target.type(), target.id())
                            + " was started without enableExecuteCommand, which cannot be changed while it runs: enable it for"
                            + " its service (aws ecs update-service --enable-execute-command --force-new-deployment), or leave"
                            + " the process out and get a new task");
        }
        Described definition = definitions.of(task.taskDefinitionArn());
        return commands.open(
                task, container(definition), command(app, request, request.environment()), request.terminal());
    }

    @Override
    public List<String> shellObstacles(AppId app) {
        List<String> withoutExec = new ArrayList<>();
        List<String> withoutAgent = new ArrayList<>();
        for (AppTask task : tasks.of(app.name())) {
            if (!"RUNNING".equals(task.task().lastStatus())) {
                continue;
            }
            String name = EcsProcesses.name(task.type(), task.id());
            if (!Boolean.TRUE.equals(task.task().enableExecuteCommand())) {
                withoutExec.add(name);
            } else if (!ContainerCommands.hasAgent(task.task())) {
                withoutAgent.add(name);
            }
        }
        List<String> obstacles = new ArrayList<>();
        if (!withoutExec.isEmpty()) {
            obstacles.add("started without enableExecuteCommand: " + some(withoutExec) + "; enable it for the service:"
                    + " aws ecs update-service --enable-execute-command --force-new-deployment");
        }
        if (!withoutAgent.isEmpty()) {
            obstacles.add("no command agent runs in " + some(withoutAgent) + "; the task role must allow the four"
                    + " ssmmessages actions, and there must be a way to ssmmessages of the region");
        }
        return obstacles;
    }

    private static String some(List<String> names) {
        List<String> first = names.stream().sorted().limit(NAMED).toList();
        int more = names.size() - first.size();
        return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
    }

    private AppTask target(AppId app, String process) {
        List<AppTask> all = tasks.of(app.name());
        return all.stream()
                .filter(task -> !TaskWait.isOver(task.task()))
                .filter(task -> EcsProcesses.name(task.type(), task.id()).equals(process)
                        || task.id().equals(process)
                        || task.type().equals(process))
                .findFirst()
                .orElseThrow(() -> new PawseException(
                        Reason.NOT_FOUND,
                        app.name() + " runs no process " + process + "; it runs "
                                + all.stream()
                                        .map(task -> EcsProcesses.name(task.type(), task.id()))
                                        .sorted()
                                        .toList()));
    }

    private RemoteCommand command(AppId app, Request request, Map<String, String> environment) {
        boolean looked = request.terminal() != null;
        if (!request.command().isEmpty()) {
            return RemoteCommand.of(request.command(), environment, looked);
        }
        AppSettings names = settings.of(app.name());
        boolean told = names.origins().containsKey("shell.command");
        return RemoteCommand.shellLine(told ? names.shellCommand() : LOGIN_SHELL, environment, looked);
    }

    /** What a one-off of the app runs: as its settings say, else what its web processes run. */
    private Described definition(AppId app) {
        AppSettings names = settings.of(app.name());
        Optional<String> named = names.shellService();
        if (named.isPresent()) {
            return definitions.of(services.of(app.name()).stream()
                    .filter(service -> service.name().equals(named.get()))
                    .map(service -> service.service().taskDefinition())
                    .findFirst()
                    .orElseThrow(() -> new PawseException(
                            Reason.NOT_FOUND,
                            app.name() + " has no service " + named.get() + ", which its settings name for shells")));
        }
        try {
            return definitions.of(names.shellTaskFamily());
        } catch (PawseException e) {
            AppService model = oneOffs.model(app.name());
            if (e.reason() != Reason.NOT_FOUND
                    || model == null
                    || names.origins().containsKey("shell.task_family")) {
                throw e;
            }
            return definitions.of(model.service().taskDefinition());
        }
    }
}
