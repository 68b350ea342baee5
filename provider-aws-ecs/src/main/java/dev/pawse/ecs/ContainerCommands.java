package dev.pawse.ecs;

import dev.pawse.ecs.session.RemoteCommand;
import dev.pawse.ecs.session.SessionClient;
import dev.pawse.ecs.session.SessionTicket;
import dev.pawse.http.Pauses;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Shell.Session;
import dev.pawse.spi.capability.Shell.Window;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandResponse;
import software.amazon.awssdk.services.ecs.model.ManagedAgent;
import software.amazon.awssdk.services.ecs.model.ManagedAgentName;
import software.amazon.awssdk.services.ecs.model.Task;

/** Runs commands in containers that run, by ECS Exec. Safe for many threads. */
final class ContainerCommands {
    /** An image may have to be fetched first. */
    private static final Duration STARTING = Duration.ofMinutes(5);

    private static final Duration AGENT_STARTING = Duration.ofMinutes(1);
    private static final Duration CONNECTING = Duration.ofSeconds(30);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final AwsClients clients;
    private final TaskWait wait;
    private final SsmSessions sessions;

    ContainerCommands(AwsClients clients) {
        this.clients = clients;
        wait = new TaskWait(clients);
        sessions = new SsmSessions(clients);
    }

    /** Where a command can run now: the task and the container's own id. */
    private record Place(Task task, Container container) {
        /** The container's name as a session's target, to which its key is bound. */
        private String target() {
            String cluster = AppTasks.idOf(task.clusterArn());
            return "ecs:" + cluster + "_" + AppTasks.idOf(task.taskArn()) + "_" + container.runtimeId();
        }
    }

    /**
     * Waits until the container takes commands, runs one, and returns when it runs.
     *
     * @param window the size of the terminal that somebody looks at, or null
     * @throws PawseException {@link Reason#FAILED} when the task stops first, {@link Reason#TIMEOUT} when it takes too long, {@link
     *     Reason#UNAVAILABLE} when the container's agent is not connected, with what that can be due to
     */
    Session open(Task task, String container, RemoteCommand command, @Nullable Window window) {
        AtomicReference<@Nullable Instant> running = new AtomicReference<>();
        Place place = wait.until(task, "take commands", STARTING, now -> ready(now, container, running));
        ExecuteCommandResponse opened = execute(place, command);
        SessionTicket ticket = new SessionTicket(
                opened.session().sessionId(),
                URI.create(opened.session().streamUrl()),
                Secret.of(opened.session().tokenValue()),
                place.target());
        return new SessionClient(clients.network().client(), sessions, sessions).open(ticket, command, window);
    }

    /** @param running when it was first seen to run */
    private Optional<Place> ready(Task task, String name, AtomicReference<@Nullable Instant> running) {
        if (TaskWait.isOver(task)) {
            throw new PawseException(
                    Reason.FAILED,
                    "the task " + AppTasks.idOf(task.taskArn()) + " stopped before it took a command"
                            + TaskWait.whyStopped(task));
        }
        if (!"RUNNING".equals(task.lastStatus())) {
            return Optional.empty();
        }
        Container container = task.containers().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PawseException(
                        Reason.NOT_FOUND,
                        "the task " + AppTasks.idOf(task.taskArn()) + " has no container " + name + "; it has "
                                + task.containers().stream()
                                        .map(Container::name)
                                        .toList()));
        ManagedAgent agent = container.managedAgents().stream()
                .filter(one -> one.name() == ManagedAgentName.EXECUTE_COMMAND_AGENT)
                .findFirst()
                .orElse(null);
        if (agent != null && "STOPPED".equals(agent.lastStatus())) {
            String why = agent.reason() == null ? "" : " (" + agent.reason() + ")";
            throw notConnected(task, "its command agent has stopped" + why, null);
        }
        if (agent != null && "RUNNING".equals(agent.lastStatus()) && container.runtimeId() != null) {
            return Optional.of(new Place(task, container));
        }
        Instant now = clients.clock().instant();
        running.compareAndSet(null, now);
        Instant since = running.get();
        if (since != null && Duration.between(since, now).compareTo(AGENT_STARTING) > 0) {
            throw notConnected(task, "it runs, and its command agent does not come up", null);
        }
        return Optional.empty();
    }

    /** Whether a command could begin in one of its containers now. */
    static boolean hasAgent(Task task) {
        return task.containers().stream()
                .flatMap(container -> container.managedAgents().stream())
                .anyMatch(agent ->
                        agent.name() == ManagedAgentName.EXECUTE_COMMAND_AGENT && "RUNNING".equals(agent.lastStatus()));
    }

    /** The agent may be there and not yet connected: then AWS refuses for some seconds. */
    private ExecuteCommandResponse execute(Place place, RemoteCommand command) {
        Instant end = clients.clock().instant().plus(CONNECTING);
        while (true) {
            try {
                return clients.ecs()
                        .executeCommand(request -> request.cluster(place.task().clusterArn())
                                .task(place.task().taskArn())
                                .container(place.container().name())
                                .interactive(true)
                                .command(command.line()));
            } catch (PawseException e) {
                if (!isNotConnectedYet(e)) {
                    throw e;
                }
                if (!clients.clock().instant().isBefore(end)) {
                    throw notConnected(place.task(), e.message(), e);
                }
                Pauses.pause(clients.clock(), BETWEEN_TRIES);
            }
        }
    }

    private static boolean isNotConnectedYet(PawseException e) {
        return AwsErrors.is(e, "TargetNotConnectedException")
                || (AwsErrors.is(e, "InvalidParameterException") && e.message().contains("agent isn"));
    }

    private PawseException notConnected(Task task, String said, @Nullable PawseException cause) {
        return new PawseException(
                Reason.UNAVAILABLE,
                "the task " + AppTasks.idOf(task.taskArn()) + " takes no commands: " + said
                        + ". What it needs: enableExecuteCommand from its start; a task role that allows"
                        + " ssmmessages:CreateControlChannel, ssmmessages:CreateDataChannel,"
                        + " ssmmessages:OpenControlChannel and ssmmessages:OpenDataChannel; a way to ssmmessages."
                        + clients.region() + ".amazonaws.com (NAT, a public address or a VPC endpoint); a root file"
                        + " system that can be written; Fargate platform version 1.4.0 or later",
                cause);
    }
}
