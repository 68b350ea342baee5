package dev.pawse.ecs.fake;

import dev.pawse.ecs.fake.EcsState.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The EC2 instances on which tasks run that have no network interface of their own. There are as many as are needed, as with a group that
 * grows: tasks that share a machine's ports need one each. Guarded by {@link EcsState}.
 */
final class Machines {
    private static final int MOST_TASKS = 4;

    private final List<Machine> all = new ArrayList<>();
    private final TaskPorts ports;

    Machines(TaskPorts ports) {
        this.ports = ports;
    }

    /** A machine of a cluster. */
    static final class Machine {
        final String instanceId = "i-" + Ids.hex(17);
        final String arn;
        final String address;
        private final List<EcsTask> tasks = new ArrayList<>();

        private Machine(String arn, String address) {
            this.arn = arn;
            this.address = address;
        }
    }

    /** Finds a machine for a task. */
    Machine place(Cluster cluster, EcsTask task) {
        String prefix = cluster.arn.replace(":cluster/", ":container-instance/") + "/";
        boolean sharesPorts = task.plan.definition().networkMode().equals("host");
        for (Machine machine : all) {
            machine.tasks.removeIf(one -> one.over);
            boolean taken = sharesPorts
                    && machine.tasks.stream()
                            .anyMatch(one -> one.plan.definition().networkMode().equals("host"));
            if (machine.arn.startsWith(prefix) && !taken && machine.tasks.size() < MOST_TASKS) {
                machine.tasks.add(task);
                return machine;
            }
        }
        Machine made = new Machine(prefix + Ids.task(), ports.address());
        made.tasks.add(task);
        all.add(made);
        return made;
    }

    Optional<Machine> byArn(String arn) {
        return all.stream().filter(one -> one.arn.equals(arn)).findFirst();
    }

    List<Machine> byInstance(List<String> ids) {
        return all.stream().filter(one -> ids.contains(one.instanceId)).toList();
    }
}
