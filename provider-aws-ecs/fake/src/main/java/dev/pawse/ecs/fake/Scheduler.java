package dev.pawse.ecs.fake;

import dev.pawse.ecs.fake.EcsService.Rollout;
import dev.pawse.ecs.fake.EcsState.Cluster;
import dev.pawse.ecs.fake.Trouble.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Brings the tasks of services to what is desired, and lets tasks live and die with the time. Guarded by {@link EcsState}. */
final class Scheduler {
    private static final Duration STOPPED_ARE_KEPT = Duration.ofHours(1);
    private static final int LEAST_FAILURES = 3;
    private static final int MOST_FAILURES = 200;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    private final EcsState state;

    /** How long tasks take to start and to stop. */
    private record Takes(Duration boot, Duration stop) {
        static final Takes NO_TIME = new Takes(Duration.ZERO, Duration.ZERO);
    }

    Scheduler(EcsState state) {
        this.state = state;
    }

    void settle(Instant now) {
        for (Cluster cluster : state.clusters.values()) {
            List<EcsTask> gone = new ArrayList<>();
            for (EcsTask task : cluster.tasks.values()) {
                if (!task.isQuiet()) {
                    settle(cluster, task, now);
                }
                Instant stopped = task.stoppedAt();
                if (task.over
                        && stopped != null
                        && stopped.plus(STOPPED_ARE_KEPT).isBefore(now)) {
                    gone.add(task);
                }
            }
            gone.forEach(task -> cluster.tasks.remove(task.id));
            for (EcsService service : List.copyOf(cluster.services.values())) {
                if (!service.quiet) {
                    reconcile(cluster, service, now, new Takes(state.pace.boot(), state.pace.stop()));
                }
            }
        }
    }

    /** Brings a service to what is desired at once, as if there had been time enough. */
    void settleAtOnce(Cluster cluster, EcsService service, Instant now) {
        service.tasks.stream()
                .filter(task -> !task.isRunning(now))
                .forEach(task -> task.end(now, "ServiceSchedulerInitiated", scaled(service)));
        reconcile(cluster, service, now, Takes.NO_TIME);
        List.copyOf(cluster.tasks.values()).forEach(task -> settle(cluster, task, now));
        reconcile(cluster, service, now, Takes.NO_TIME);
    }

    /** A task that belongs to no service. */
    EcsTask run(Cluster cluster, EcsTask.Plan plan, Instant now) {
        return create(cluster, plan, now, state.pace.boot(), null, null);
    }

    /** Closes what a task holds of this machine. */
    void release(EcsTask task) {
        if (task.listener != null) {
            task.listener.close();
            task.listener = null;
        }
        if (task.process != null) {
            task.process.stop(state.threads);
        }
    }

    private void settle(Cluster cluster, EcsTask task, Instant now) {
        Trouble trouble = task.trouble;
        if (!task.ran && task.isWanted() && trouble != null && trouble.kind() == Kind.NO_START) {
            if (task.status(now).equals("ACTIVATING") || task.isRunning(now)) {
                task.stop(now, state.pace.stop(), "TaskFailedToStart", trouble.reason());
                failed(cluster, task, now);
            }
        } else if (!task.ran && task.isWanted() && task.isRunning(now)) {
            begin(task);
            ownerOf(cluster, task).ifNotNull(service -> service.quiet = false);
        } else if (task.ran && task.isWanted() && trouble != null && trouble.kind() == Kind.CRASH) {
            task.exited(now, state.pace.stop(), Objects.requireNonNullElse(trouble.exitCode(), 1));
            failed(cluster, task, now);
        }
        if (!task.isWanted()) {
            ownerOf(cluster, task).ifNotNull(service -> service.quiet = false);
            if (!task.answers(now)) {
                release(task);
            }
        }
        if (!task.over && task.status(now).equals("STOPPED")) {
            task.over = true;
            release(task);
            ownerOf(cluster, task).ifNotNull(service -> service.tasks.remove(task));
        }
    }

    private void begin(EcsTask task) {
        task.ran = true;
        TaskDefinition definition = task.plan.definition();
        boolean ofService = task.deployment != null;
        if (!ofService) {
            startProcess(task);
        } else if (definition.port() > 0) {
            String app = definition.family();
            // Docker gives a container in bridge mode any port of the machine.
            int port = definition.networkMode().equals("bridge") ? 0 : state.ports.port();
            task.listener = state.ports.listen(task.host(), port, answer(task), line -> log(task, line));
            log(task, app + " listening on " + definition.port());
        }
    }

    private static String answer(EcsTask task) {
        return environment(task)
                .getOrDefault("FAKE_ANSWER", task.plan.definition().family());
    }

    private void startProcess(EcsTask task) {
        JsonNode container = task.plan.definition().mainContainer();
        JsonNode override = override(task, container);
        List<String> command = new ArrayList<>(texts(container.path("entryPoint")));
        command.addAll(override.has("command") ? texts(override.path("command")) : texts(container.path("command")));
        if (command.isEmpty()) {
            return;
        }
        ContainerProcess process = new ContainerProcess(line -> log(task, line), code -> exited(task, code));
        task.process = process;
        TaskProgram program = state.programs.get(EcsState.shortName(command.get(0)));
        if (program == null) {
            process.start(command, environment(task), state.folder, state.threads);
        } else {
            process.start(program, command, environment(task), state.threads);
        }
    }

    private void exited(EcsTask task, int code) {
        synchronized (state) {
            task.exited(state.pace.now(), state.pace.stop(), code);
            task.process = null;
            state.settle();
        }
    }

    /** The variables that a task's main container has. */
    static Map<String, String> environment(EcsTask task) {
        JsonNode container = task.plan.definition().mainContainer();
        Map<String, String> environment = new LinkedHashMap<>();
        for (JsonNode list :
                List.of(container.path("environment"), override(task, container).path("environment"))) {
            list.forEach(one -> environment.put(
                    one.path("name").asString(""), one.path("value").asString("")));
        }
        return environment;
    }

    private static JsonNode override(EcsTask task, JsonNode container) {
        for (JsonNode one : task.plan.overrides().path("containerOverrides")) {
            if (one.path("name").equals(container.path("name"))) {
                return one;
            }
        }
        return Json.tree(Map.of());
    }

    private void log(EcsTask task, String line) {
        JsonNode container = task.plan.definition().mainContainer();
        JsonNode options = container.path("logConfiguration").path("options");
        String group = options.path("awslogs-group").asString("");
        if (!group.isEmpty()) {
            String stream = options.path("awslogs-stream-prefix").asString("ecs") + "/"
                    + container.path("name").asString("") + "/" + task.id;
            state.logs.write(group, stream, line);
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asString("")));
        return texts;
    }

    private EcsTask create(
            Cluster cluster,
            EcsTask.Plan plan,
            Instant now,
            Duration boot,
            @Nullable String deployment,
            @Nullable Trouble trouble) {
        String prefix = cluster.arn.replace(":cluster/", ":task/") + "/";
        EcsTask task = new EcsTask(prefix, plan, state.ports.address(), now, boot, deployment, trouble);
        if (!plan.definition().networkMode().equals("awsvpc")) {
            task.machine = state.machines.place(cluster, task);
        }
        cluster.tasks.put(task.id, task);
        return task;
    }

    private void reconcile(Cluster cluster, EcsService service, Instant now, Takes takes) {
        service.quiet = true;
        if (service.status.equals("INACTIVE")) {
            return;
        }
        int wanted = service.status.equals("ACTIVE") ? service.desired : 0;
        Rollout primary = service.primary();
        List<EcsTask> alive =
                service.tasks(primary).stream().filter(EcsTask::isWanted).toList();
        if (alive.size() > wanted) {
            stop(service, newestFirst(alive).subList(0, alive.size() - wanted), now, takes);
        } else if (alive.size() < wanted && !primary.rollout.equals("FAILED")) {
            start(cluster, service, primary, wanted - alive.size(), now, takes);
        }
        replaceOlder(service, primary, wanted, now, takes);
        long running = service.running(primary, now);
        boolean stillGoing = service.tasks.stream().anyMatch(task -> !task.isQuiet());
        if (running == wanted
                && !stillGoing
                && service.deployments.size() == 1
                && primary.rollout.equals("IN_PROGRESS")) {
            primary.failed = 0;
            primary.become("COMPLETED", "ECS deployment " + primary.id + " completed.", now);
            service.event(now, "(deployment " + primary.id + ") deployment completed.");
            service.event(now, "has reached a steady state.");
        }
        if (service.status.equals("DRAINING") && service.tasks.isEmpty()) {
            service.status = "INACTIVE";
        }
        boolean waits = running < wanted || stillGoing || service.deployments.size() > 1;
        service.quiet = !waits;
    }

    private void replaceOlder(EcsService service, Rollout primary, int wanted, Instant now, Takes takes) {
        boolean replaced = service.running(primary, now) >= wanted;
        for (Rollout older : List.copyOf(service.deployments.subList(1, service.deployments.size()))) {
            List<EcsTask> left =
                    service.tasks(older).stream().filter(EcsTask::isWanted).toList();
            if (replaced && !left.isEmpty()) {
                stop(service, left, now, takes);
            }
            if (service.tasks(older).isEmpty()) {
                service.deployments.remove(older);
            }
        }
    }

    private void start(Cluster cluster, EcsService service, Rollout primary, int count, Instant now, Takes takes) {
        Trouble trouble = service.trouble;
        if (now.isBefore(service.nextStart)) {
            return;
        }
        if (trouble != null && trouble.kind() == Kind.NO_PLACE) {
            service.event(now, "was unable to place a task because " + trouble.reason() + ".");
            pause(service, now);
            return;
        }
        Map<String, String> tags =
                service.text("propagateTags", "NONE").equals("SERVICE") ? service.tags : Map.<String, String>of();
        List<EcsTask> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String provider = service.tree("capacityProviderStrategy")
                    .path(0)
                    .path("capacityProvider")
                    .asString("");
            EcsTask.Plan plan = new EcsTask.Plan(
                    cluster.arn,
                    primary.definition,
                    "service:" + service.name,
                    primary.id,
                    service.text("launchType", "FARGATE"),
                    provider.isEmpty() ? null : provider,
                    Json.tree(Map.of("containerOverrides", List.of())),
                    tags,
                    service.flag("enableExecuteCommand"));
            EcsTask task = create(cluster, plan, now, takes.boot(), primary.id, trouble);
            service.tasks.add(task);
            started.add(task);
        }
        service.event(now, "has started " + count + " tasks: " + names(started) + ".");
    }

    private void stop(EcsService service, List<EcsTask> tasks, Instant now, Takes takes) {
        tasks.forEach(task -> task.stop(now, takes.stop(), "ServiceSchedulerInitiated", scaled(service)));
        service.event(now, "has stopped " + tasks.size() + " running tasks: " + names(tasks) + ".");
    }

    private static String scaled(EcsService service) {
        return "Scaling activity initiated by (deployment " + service.primary().id + ")";
    }

    private void failed(Cluster cluster, EcsTask task, Instant now) {
        EcsService service = ownerOf(cluster, task).value();
        if (service == null) {
            return;
        }
        pause(service, now);
        if (service.failuresInARow > 2) {
            service.event(
                    now,
                    "is unable to consistently start tasks successfully. For more information, see the"
                            + " Troubleshooting section.");
        }
        Rollout primary = service.primary();
        if (primary.id.equals(task.deployment) && primary.rollout.equals("IN_PROGRESS")) {
            primary.failed++;
            breakCircuit(service, primary, now);
        }
    }

    private static void pause(EcsService service, Instant now) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(14, service.failuresInARow));
        service.failuresInARow++;
        service.nextStart = now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }

    private void breakCircuit(EcsService service, Rollout primary, Instant now) {
        JsonNode breaker = service.tree("deploymentConfiguration").path("deploymentCircuitBreaker");
        int threshold = Math.min(MOST_FAILURES, Math.max(LEAST_FAILURES, (service.desired + 1) / 2));
        if (!breaker.path("enable").asBoolean(false) || primary.failed < threshold) {
            return;
        }
        primary.become("FAILED", "ECS deployment circuit breaker: tasks failed to start.", now);
        service.event(now, "(deployment " + primary.id + ") deployment failed: tasks failed to start.");
        Rollout good = service.history.stream()
                .filter(one -> one.rollout.equals("COMPLETED"))
                .findFirst()
                .orElse(null);
        if (breaker.path("rollback").asBoolean(false) && good != null) {
            Rollout back = new Rollout(good.definition, now);
            back.reason = "ECS deployment circuit breaker: rolling back to deploymentId " + good.id + ".";
            back.rollsBack = primary;
            service.roll(back);
            service.trouble = null;
            service.failuresInARow = 0;
        }
    }

    private static List<EcsTask> newestFirst(List<EcsTask> tasks) {
        return tasks.stream()
                .sorted(Comparator.comparing((EcsTask task) -> task.createdAt).reversed())
                .toList();
    }

    private static String names(List<EcsTask> tasks) {
        return tasks.stream().map(task -> "(task " + task.id + ")").collect(Collectors.joining(" "));
    }

    private static Owner ownerOf(Cluster cluster, EcsTask task) {
        String group = task.plan.group();
        return new Owner(group.startsWith("service:") ? cluster.services.get(group.substring(8)) : null);
    }

    /** The service of a task, if it has one. */
    private record Owner(@Nullable EcsService value) {
        void ifNotNull(java.util.function.Consumer<EcsService> then) {
            if (value != null) {
                then.accept(value);
            }
        }
    }
}
