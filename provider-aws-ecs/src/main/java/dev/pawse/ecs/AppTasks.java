package dev.pawse.ecs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskField;

/**
 * The tasks of an app: those of its services, and those that were started by hand for it. Every page is read, and an app without a task
 * is asked about no further. Safe for many threads.
 */
final class AppTasks {
    /** What one-off tasks of Pawse carry, so that they are known for their app's. */
    static final String TYPE_TAG = "pawse:type";

    private static final String OF_SERVICE = "service:";
    private static final int DESCRIBED_AT_ONCE = 100;

    private final AwsClients clients;
    private final AppServices services;
    private final AppSettingsReader settings;
    private final Parallel parallel;

    AppTasks(AwsClients clients, AppServices services, AppSettingsReader settings, Parallel parallel) {
        this.clients = clients;
        this.services = services;
        this.settings = settings;
        this.parallel = parallel;
    }

    /**
     * A task and what it is in its app.
     *
     * @param type the process type: that of its service, or {@code run}, {@code shell} and the like of a one-off
     * @param task as ECS tells of it
     */
    record AppTask(String type, Task task) {
        /** The last part of the task's ARN. */
        String id() {
            return idOf(task.taskArn());
        }

        Map<String, String> tags() {
            return task.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value, (first, second) -> second));
        }
    }

    /** The last part of a task's ARN. */
    static String idOf(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** The tasks that run or are about to, in no order. */
    List<AppTask> of(String app) {
        AppSettings names = settings.of(app);
        List<Task> all = described(names.cluster(), listed(request -> request.cluster(names.cluster())));
        if (all.isEmpty()) {
            return List.of();
        }
        Map<String, String> types = services.of(app).stream()
                .collect(Collectors.toMap(service -> OF_SERVICE + service.name(), AppService::type));
        return all.stream()
                .flatMap(task -> typed(app, names, types, task).stream())
                .toList();
    }

    /** The ARNs of all tasks of a kind. */
    List<String> listed(Consumer<ListTasksRequest.Builder> which) {
        return clients.ecs().listTasksPaginator(which).taskArns().stream().toList();
    }

    /** What ECS tells of tasks, with their tags; those that are gone are left out. */
    List<Task> described(String cluster, List<String> arns) {
        return parallel
                .map(
                        Parallel.pieces(arns, DESCRIBED_AT_ONCE),
                        some -> clients.ecs()
                                .describeTasks(request ->
                                        request.cluster(cluster).tasks(some).include(TaskField.TAGS))
                                .tasks())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static Optional<AppTask> typed(String app, AppSettings names, Map<String, String> types, Task task) {
        String group = String.valueOf(task.group());
        if (group.startsWith(OF_SERVICE)) {
            return Optional.ofNullable(types.get(group)).map(type -> new AppTask(type, task));
        }
        AppTask one = new AppTask(
                task.tags().stream()
                        .filter(tag -> tag.key().equals(TYPE_TAG))
                        .map(Tag::value)
                        .findFirst()
                        .orElse("run"),
                task);
        String owner = one.tags().get(AppServices.APP_TAG);
        if (owner != null) {
            return owner.equals(app) ? Optional.of(one) : Optional.empty();
        }
        boolean tagged = !names.tags().isEmpty()
                && one.tags().entrySet().containsAll(names.tags().entrySet());
        boolean alone = names.tags().isEmpty() && names.cluster().equals(app);
        boolean named = group.equals("family:" + app) || group.startsWith("family:" + app + "-");
        return tagged || alone || named ? Optional.of(one) : Optional.empty();
    }
}
