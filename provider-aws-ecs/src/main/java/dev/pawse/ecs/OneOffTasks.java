package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** Starts and stops tasks of an app that belong to no service. Safe for many threads. */
final class OneOffTasks {
    /** When a task of ours is over at the latest, also if nobody stops it. */
    static final String EXPIRES_TAG = "pawse:expires";

    static final Duration LIFETIME = Duration.ofHours(12);

    private static final Logger LOG = LoggerFactory.getLogger(OneOffTasks.class);
    private static final int LONGEST_STARTED_BY = 128;

    private final AwsClients clients;
    private final AppServices services;
    private final AppSettingsReader settings;
    private final String user;

    /** @param user who is told to have started them */
    OneOffTasks(AwsClients clients, AppServices services, AppSettingsReader settings, String user) {
        this.clients = clients;
        this.services = services;
        this.settings = settings;
        this.user = user;
    }

    /**
     * What to start.
     *
     * @param app the app's name
     * @param type the process type it is shown as, e.g. {@code run}
     * @param definition an ARN, {@code family:revision} or a family
     * @param container the container that gets the command and the variables
     * @param command in place of the container's own
     * @param environment on top of the container's own
     * @param size or null for the definition's own
     * @param commands whether commands can be run in it
     */
    record Order(
            String app,
            String type,
            String definition,
            String container,
            List<String> command,
            Map<String, String> environment,
            @Nullable TaskSize size,
            boolean commands) {
        Order {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * Starts a task; it runs some time later.
     *
     * @throws PawseException {@link Reason#UNAVAILABLE} when there is no room for it, or whatever the call failed with
     */
    Task start(Order order) {
        RunTaskResponse answer = clients.ecs().runTask(request(order));
        if (answer.tasks().isEmpty()) {
            List<String> why = answer.failures().stream().map(OneOffTasks::text).toList();
            throw new PawseException(
                    Reason.UNAVAILABLE,
                    "ecs started no task of " + order.definition()
                            + (why.isEmpty() ? "" : ": " + String.join(", ", why)));
        }
        return answer.tasks().get(0);
    }

    /** A task as it is now; empty when ECS does not know it any more. */
    Optional<Task> now(Task task) {
        return new TaskWait(clients).now(task);
    }

    /** Stops a task, whatever it does; if that fails it ends by itself. Also on a thread that is interrupted. */
    void stop(Task task, String reason) {
        AtExit.evenInterrupted(() -> {
            try {
                clients.ecs()
                        .stopTask(request -> request.cluster(task.clusterArn())
                                .task(task.taskArn())
                                .reason(reason));
            } catch (PawseException e) {
                if (e.reason() != Reason.NOT_FOUND) {
                    LOG.warn(
                            "the task {} may go on for up to {} hours: {}",
                            AppTasks.idOf(task.taskArn()),
                            LIFETIME.toHours(),
                            e.message());
                }
            }
        });
    }

    /** The service whose tasks a one-off is like: the one called web, else the first. */
    @Nullable
    AppService model(String app) {
        List<AppService> all = services.of(app);
        return all.stream()
                .filter(service -> service.type().equals("web"))
                .findFirst()
                .or(() -> all.stream()
                        .filter(service -> service.name().equals(app))
                        .findFirst())
                .or(() -> all.stream().findFirst())
                .orElse(null);
    }

    private RunTaskRequest request(Order order) {
        AppSettings names = settings.of(order.app());
        RunTaskRequest.Builder request = RunTaskRequest.builder()
                .cluster(names.cluster())
                .taskDefinition(order.definition())
                .count(1)
                .enableExecuteCommand(order.commands())
                .overrides(overrides(order))
                .startedBy(startedBy(order.type()))
                .clientToken(UUID.randomUUID().toString())
                .tags(tags(order, names));
        if (names.runTaskArguments().isEmpty()) {
            AppService model = model(order.app());
            if (model != null) {
                TaskPlacement.ofService(model.service(), request);
            }
        } else {
            TaskPlacement.ofSettings(names.runTaskArguments(), request);
        }
        return request.build();
    }

    private static TaskOverride overrides(Order order) {
        ContainerOverride container = ContainerOverride.builder()
                .name(order.container())
                .command(order.command())
                .environment(new TreeMap<>(order.environment())
                        .entrySet().stream()
                                .map(variable -> KeyValuePair.builder()
                                        .name(variable.getKey())
                                        .value(variable.getValue())
                                        .build())
                                .toList())
                .build();
        TaskOverride.Builder override = TaskOverride.builder().containerOverrides(container);
        if (order.size() != null) {
            override.cpu(Integer.toString(order.size().cpu()))
                    .memory(Integer.toString(order.size().memory()));
        }
        return override.build();
    }

    private List<Tag> tags(Order order, AppSettings names) {
        Map<String, String> tags = new TreeMap<>(names.tags());
        tags.put(AppServices.APP_TAG, order.app());
        tags.put(AppTasks.TYPE_TAG, order.type());
        tags.put(
                EXPIRES_TAG,
                clients.clock()
                        .instant()
                        .plus(LIFETIME)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        List<Tag> all = new ArrayList<>();
        tags.forEach((key, value) -> all.add(Tag.builder().key(key).value(value).build()));
        return all;
    }

    /** ECS takes letters, digits, {@code -}, {@code _} and {@code /} alone, which a user's name need not be made of. */
    private String startedBy(String type) {
        String whole = "pawse-cli/" + type + "/" + user;
        String taken = whole.replaceAll("[^A-Za-z0-9/_-]", "_");
        return taken.substring(0, Math.min(LONGEST_STARTED_BY, taken.length()));
    }

    private static String text(Failure failure) {
        String detail = failure.detail() == null ? "" : " (" + failure.detail() + ")";
        return failure.reason() + detail;
    }
}
