package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * The machines of EC2 on which tasks run that have no network interface of their own, and their private addresses. A machine keeps its
 * address, so that each is asked about once. Safe for many threads.
 */
final class Machines {
    private static final Logger LOG = LoggerFactory.getLogger(Machines.class);
    private static final int DESCRIBED_AT_ONCE = 100;
    private static final int KEPT = 1_000;

    private final AwsClients clients;
    private final InstanceAddresses instances;
    private final Map<String, String> known = new ConcurrentHashMap<>();
    private final AtomicBoolean warned = new AtomicBoolean();

    Machines(AwsClients clients) {
        this.clients = clients;
        instances = new InstanceAddresses(clients);
    }

    /** The private address of the machine on which a task runs; empty on Fargate, and where nobody may look. */
    Optional<String> address(Task task) {
        String machine = task.containerInstanceArn();
        if (machine == null) {
            return Optional.empty();
        }
        look(List.of(task));
        return Optional.ofNullable(known.get(machine));
    }

    /** Asks about the machines of many tasks at once. */
    void look(Collection<Task> tasks) {
        Map<String, Set<String>> unknown = new TreeMap<>();
        tasks.stream()
                .filter(task -> task.containerInstanceArn() != null && !known.containsKey(task.containerInstanceArn()))
                .forEach(task -> unknown.computeIfAbsent(task.clusterArn(), any -> new TreeSet<>())
                        .add(task.containerInstanceArn()));
        unknown.forEach((cluster, arns) ->
                Parallel.pieces(List.copyOf(arns), DESCRIBED_AT_ONCE).forEach(some -> look(cluster, some)));
    }

    private void look(String cluster, List<String> arns) {
        try {
            Map<String, String> machines = new HashMap<>();
            clients.ecs()
                    .describeContainerInstances(
                            request -> request.cluster(cluster).containerInstances(arns))
                    .containerInstances()
                    .forEach(one -> machines.put(one.ec2InstanceId(), one.containerInstanceArn()));
            if (machines.isEmpty()) {
                return;
            }
            if (known.size() + machines.size() > KEPT) {
                known.clear();
            }
            instances.of(machines.keySet()).forEach((instance, address) -> {
                String machine = machines.get(instance);
                if (machine != null) {
                    known.put(machine, address);
                }
            });
        } catch (PawseException e) {
            // Such tasks may still be reached through a load balancer.
            if (e.reason() != Reason.FORBIDDEN) {
                throw e;
            }
            if (warned.compareAndSet(false, true)) {
                LOG.warn("the addresses of machines are not known: {}", e.message());
            }
        }
    }
}
