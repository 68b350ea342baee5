package dev.pawse.ecs;

import static java.util.Objects.requireNonNull;

import dev.pawse.ecs.AppTasks.AppTask;
import dev.pawse.ecs.TaskDefinitions.Described;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Processes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.Task;

/** An app's processes: the tasks of its services and its one-off tasks. */
final class EcsProcesses implements Processes {
    private static final int SHORT_ID = 8;

    private final AwsClients clients;
    private final AppServices services;
    private final AppTasks tasks;
    private final TaskDefinitions definitions;

    EcsProcesses(AwsClients clients, AppServices services, AppTasks tasks, TaskDefinitions definitions) {
        this.clients = clients;
        this.services = services;
        this.tasks = tasks;
        this.definitions = definitions;
    }

    /** The name of a task as a process, here and in the log: its type and the beginning of its id. */
    static String name(String type, String taskId) {
        return type + "." + taskId.substring(0, Math.min(SHORT_ID, taskId.length()));
    }

    @Override
    public List<AppProcess> processes(AppId app) {
        List<AppTask> all = tasks.of(app.name());
        if (all.isEmpty()) {
            services.require(app);
            return List.of();
        }
        Map<String, Described> definition = definitions.of(
                all.stream().map(task -> task.task().taskDefinitionArn()).toList());
        return all.stream()
                .map(task ->
                        process(task, requireNonNull(definition.get(task.task().taskDefinitionArn()))))
                .sorted(Comparator.comparing(AppProcess::type).thenComparing(AppProcess::name))
                .toList();
    }

    @Override
    public void restartProcesses(AppId app, @Nullable String processOrType) {
        List<AppService> all = services.require(app);
        if (processOrType == null) {
            all.stream().filter(EcsProcesses::runs).forEach(this::restart);
            return;
        }
        Optional<AppService> type = all.stream()
                .filter(service -> service.type().equals(processOrType))
                .findFirst();
        if (type.isPresent()) {
            restart(type.get());
            return;
        }
        AppTask task = tasks.of(app.name()).stream()
                .filter(one -> name(one.type(), one.id()).equals(processOrType)
                        || one.id().equals(processOrType))
                .findFirst()
                .orElseThrow(() -> new PawseException(
                        Reason.NOT_FOUND,
                        app.name() + " has no process or process type '" + processOrType + "'; its types are "
                                + all.stream().map(AppService::type).toList()));
        // The service starts another in its place.
        clients.ecs()
                .stopTask(request -> request.cluster(task.task().clusterArn())
                        .task(task.task().taskArn())
                        .reason("restarted with pawse"));
    }

    private void restart(AppService service) {
        clients.ecs()
                .updateService(request -> request.cluster(service.cluster())
                        .service(service.name())
                        .forceNewDeployment(true));
    }

    private static boolean runs(AppService service) {
        return !service.isCounted() || service.service().desiredCount() > 0;
    }

    private static AppProcess process(AppTask task, Described definition) {
        Task told = task.task();
        String release = task.tags().getOrDefault(TaskDefinitions.BUILD_TAG, definition.name());
        return new AppProcess(
                name(task.type(), task.id()),
                task.type(),
                state(told),
                command(told, definition),
                size(told),
                release,
                told.startedAt(),
                exitCode(told, definition));
    }

    private static AppState state(Task task) {
        return switch (String.valueOf(task.lastStatus())) {
            case "PROVISIONING", "PENDING", "ACTIVATING" -> AppState.STARTING;
            case "RUNNING" -> "STOPPED".equals(task.desiredStatus()) ? AppState.STOPPING : AppState.RUNNING;
            case "DEACTIVATING", "STOPPING", "DEPROVISIONING" -> AppState.STOPPING;
            case "STOPPED", "DELETED" -> AppState.STOPPED;
            default -> AppState.UNKNOWN;
        };
    }

    private static @Nullable String command(Task task, Described definition) {
        Optional<ContainerDefinition> main = definition.mainContainer();
        if (main.isEmpty()) {
            return null;
        }
        List<String> command = new ArrayList<>();
        if (task.overrides() != null) {
            task.overrides().containerOverrides().stream()
                    .filter(override -> override.name().equals(main.get().name()))
                    .map(ContainerOverride::command)
                    .forEach(command::addAll);
        }
        if (command.isEmpty()) {
            command.addAll(main.get().command());
        }
        return command.isEmpty() ? null : String.join(" ", command);
    }

    /** Both are left out of tasks on machines of one's own that set no limit. */
    private static @Nullable String size(Task task) {
        if (task.cpu() == null || task.memory() == null) {
            return null;
        }
        double cpus = Double.parseDouble(task.cpu()) / 1024;
        String number = String.format(Locale.ROOT, "%.2f", cpus).replaceAll("\\.?0+$", "");
        return number + " vCPU " + task.memory() + " MB";
    }

    private static @Nullable Integer exitCode(Task task, Described definition) {
        String main = definition.mainContainer().map(ContainerDefinition::name).orElse("");
        return task.containers().stream()
                .filter(container -> main.equals(container.name()))
                .findFirst()
                .map(Container::exitCode)
                .orElse(null);
    }
}
