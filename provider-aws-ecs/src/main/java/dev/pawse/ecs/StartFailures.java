package dev.pawse.ecs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * Why a service does not come to run, told long before ECS's own circuit breaker acts: its stopped tasks and its events say so. Safe for
 * many threads.
 */
final class StartFailures {
    private static final Duration RECENT = Duration.ofMinutes(10);
    private static final int TASKS = 100;
    /** One may be an accident. */
    private static final int ENOUGH = 2;

    private final AppTasks tasks;
    private final Clock clock;

    StartFailures(AppTasks tasks, Clock clock) {
        this.tasks = tasks;
        this.clock = clock;
    }

    /** Why nothing of a service runs that is asked to; empty while it may still come. */
    Optional<String> of(AppService service) {
        Instant since = since(service);
        List<Task> ended = ended(service, since);
        List<ServiceEvent> complaints = service.service().events().stream()
                .filter(event -> event.createdAt().isAfter(since))
                .filter(event -> event.message().contains("unable to place a task")
                        || event.message().contains("unable to consistently start tasks"))
                .toList();
        Optional<String> gaveUp = service.service().deployments().stream()
                .filter(one -> "PRIMARY".equals(one.status()) && one.rolloutState() == DeploymentRolloutState.FAILED)
                .map(one -> String.valueOf(one.rolloutStateReason()))
                .findFirst();
        if (ended.size() + complaints.size() < ENOUGH && gaveUp.isEmpty()) {
            return Optional.empty();
        }
        List<String> reasons = new ArrayList<>();
        ended.stream().findFirst().map(StartFailures::reason).ifPresent(reasons::add);
        complaints.stream().findFirst().map(ServiceEvent::message).ifPresent(reasons::add);
        gaveUp.ifPresent(reasons::add);
        return Optional.of(service.name() + ": " + String.join("; ", reasons));
    }

    /** Failures of the time before it was put to rest tell nothing of this start. */
    private Instant since(AppService service) {
        Instant recent = clock.instant().minus(RECENT);
        Instant rested = RestMemory.of(service).since();
        return rested != null && rested.isAfter(recent) ? rested : recent;
    }

    private List<Task> ended(AppService service, Instant since) {
        List<String> arns = tasks.listed(request ->
                request.cluster(service.cluster()).serviceName(service.name()).desiredStatus(DesiredStatus.STOPPED));
        List<String> some = arns.subList(0, Math.min(TASKS, arns.size()));
        return tasks.described(service.cluster(), some).stream()
                .filter(task -> task.createdAt() != null && task.createdAt().isAfter(since))
                .filter(StartFailures::failed)
                .sorted(Comparator.comparing(Task::createdAt).reversed())
                .toList();
    }

    private static boolean failed(Task task) {
        return task.stopCode() == TaskStopCode.TASK_FAILED_TO_START
                || task.stopCode() == TaskStopCode.ESSENTIAL_CONTAINER_EXITED;
    }

    private static String reason(Task task) {
        StringBuilder text = new StringBuilder(String.valueOf(task.stoppedReason()));
        for (Container container : task.containers()) {
            if (container.exitCode() != null && container.exitCode() != 0) {
                text.append(", container ")
                        .append(container.name())
                        .append(" ended with ")
                        .append(container.exitCode());
            }
            if (container.reason() != null && text.indexOf(container.reason()) < 0) {
                text.append(", ").append(container.reason());
            }
        }
        return text.toString();
    }
}
