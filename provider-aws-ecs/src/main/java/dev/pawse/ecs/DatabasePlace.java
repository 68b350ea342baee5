package dev.pawse.ecs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Where an app's database is reached: the task definition whose container dumps and loads it, and the bucket between that and us.
 *
 * @param app the app's name
 * @param cluster where its tasks run
 * @param bucket of dumps and uploads
 * @param definition of the tasks that dump and load
 */
record DatabasePlace(String app, String cluster, String bucket, TaskDefinitions.Described definition) {
    static final String DUMP = "dump-to-s3.sh";
    static final String LOAD = "load-from-s3.sh";

    /** The container that knows the database. */
    ContainerDefinition container() {
        String name = EcsShell.container(definition);
        return definition.definition().containerDefinitions().stream()
                .filter(container -> name.equals(container.name()))
                .findFirst()
                .orElseThrow();
    }

    /** The log stream of a task, where its container writes to CloudWatch. */
    Optional<TaskLog> log(Task task) {
        ContainerDefinition container = container();
        Map<String, String> options = container.logConfiguration() == null
                ? Map.of()
                : container.logConfiguration().options();
        String group = options.get("awslogs-group");
        String prefix = options.get("awslogs-stream-prefix");
        return group == null || prefix == null
                ? Optional.empty()
                : Optional.of(
                        new TaskLog(group, prefix + "/" + container.name() + "/" + AppTasks.idOf(task.taskArn())));
    }

    /** A group and a stream. */
    record TaskLog(String group, String stream) {}

    /** What a task of this kind was started to do: its program and then the object; empty for a task that somebody started by hand. */
    static List<String> command(Task task) {
        if (task.overrides() == null) {
            return List.of();
        }
        return task.overrides().containerOverrides().stream()
                .map(ContainerOverride::command)
                .filter(command -> command.size() == 2)
                .findFirst()
                .orElse(List.of());
    }
}
