package dev.pawse.ecs.fake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Token buckets that groups of actions share, by a clock (AWS: "Request throttling for the Amazon ECS API"). Safe for many threads. */
final class Throttle {
    private static final Map<String, Set<String>> ECS_GROUPS = Map.of(
            "ecs:cluster-read", Set.of("DescribeClusters", "ListClusters"),
            "ecs:service-read",
                    Set.of("DescribeServices", "ListServices", "ListServiceDeployments", "DescribeServiceRevisions"),
            "ecs:service-modify", Set.of("CreateService", "UpdateService", "DeleteService"),
            "ecs:task-read", Set.of("DescribeTasks", "ListTasks"),
            "ecs:task-modify", Set.of("RunTask", "StopTask", "ExecuteCommand"),
            "ecs:definition-read", Set.of("DescribeTaskDefinition", "ListTaskDefinitions"),
            "ecs:tag", Set.of("TagResource", "UntagResource", "ListTagsForResource"));

    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final AtomicLong refused = new AtomicLong();

    /** One bucket for every call of every service. */
    static final String ALL = "*";

    private static final class Bucket {
        private final double capacity;
        private final double perSecond;
        private final Clock clock;
        private double left;
        private Instant counted;

        private Bucket(double capacity, double perSecond, Clock clock) {
            this.capacity = capacity;
            this.perSecond = perSecond;
            this.clock = clock;
            left = capacity;
            counted = clock.instant();
        }

        private synchronized boolean take() {
            Instant now = clock.instant();
            left = Math.min(capacity, left + Duration.between(counted, now).toNanos() / 1e9 * perSecond);
            counted = now;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }
    }

    /**
     * Limits a group of actions.
     *
     * @param group {@link #ALL}, a group such as {@code ecs:service-read}, or one action such as {@code ssm:GetParameters}
     */
    void limit(String group, double capacity, double perSecond, Clock clock) {
        buckets.put(group, new Bucket(capacity, perSecond, clock));
    }

    /** The limits that AWS documents for ECS, and what the others are known to allow. */
    void limitAsAws(Clock clock) {
        limit("ecs:cluster-read", 50, 20, clock);
        limit("ecs:service-read", 50, 20, clock);
        limit("ecs:service-modify", 50, 5, clock);
        limit("ecs:task-read", 100, 20, clock);
        limit("ecs:task-modify", 50, 20, clock);
        limit("ecs:definition-read", 100, 20, clock);
        limit("ecs:tag", 50, 10, clock);
        limit("logs:DescribeLogStreams", 25, 25, clock);
        limit("ssm:GetParametersByPath", 40, 40, clock);
        limit("ssm:PutParameter", 10, 3, clock);
    }

    /** Lets a call through or counts it as refused. */
    boolean lets(String service, String operation) {
        boolean lets = take(ALL) && take(service + ":" + operation);
        for (var group : ECS_GROUPS.entrySet()) {
            if (lets && service.equals("ecs") && group.getValue().contains(operation)) {
                lets = take(group.getKey());
            }
        }
        if (!lets) {
            refused.incrementAndGet();
        }
        return lets;
    }

    long refused() {
        return refused.get();
    }

    private boolean take(String group) {
        Bucket bucket = buckets.get(group);
        return bucket == null || bucket.take();
    }
}
