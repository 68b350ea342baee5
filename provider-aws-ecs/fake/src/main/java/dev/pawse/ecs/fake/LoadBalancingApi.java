package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Elastic Load Balancing: one balancer with its listener, and target groups whose targets are the tasks of services. Safe for many threads. */
final class LoadBalancingApi implements AwsService, AutoCloseable {
    private static final int MOST_RULES = 400;
    private static final String PREFIX = "arn:aws:elasticloadbalancing:" + FakeAws.REGION + ":" + FakeAws.ACCOUNT + ":";

    private final EcsState state;
    private final Balancer balancer;
    private final Map<String, String> groups = new LinkedHashMap<>();

    LoadBalancingApi(EcsState state) {
        this.state = state;
        balancer = Balancer.open("main", state.ports.address(), this::healthy, state.threads);
    }

    @Override
    public String name() {
        return "elasticloadbalancing";
    }

    @Override
    public AwsProtocol protocol() {
        return AwsProtocol.QUERY;
    }

    Balancer balancer() {
        return balancer;
    }

    /** Makes a target group; returns its ARN. */
    String group(String name) {
        synchronized (state) {
            return groups.computeIfAbsent(name, any -> PREFIX + "targetgroup/" + name + "/" + Ids.hex(16));
        }
    }

    @Override
    public ApiReply answer(AwsCall call) {
        synchronized (state) {
            Instant now = state.settle();
            call.authorize("elasticloadbalancing:" + call.operation(), "*");
            return switch (call.operation()) {
                case "DescribeTargetGroups" -> targetGroups(call);
                case "DescribeLoadBalancers" -> loadBalancers(call);
                case "DescribeListeners" -> listeners(call);
                case "DescribeRules" -> rules(call);
                case "DescribeTargetHealth" -> health(call, now);
                default -> throw call.unknownOperation();
            };
        }
    }

    private ApiReply targetGroups(AwsCall call) {
        List<String> wanted = call.texts("TargetGroupArns");
        String of = call.text("LoadBalancerArn", "");
        List<Map<String, Object>> found = new ArrayList<>();
        groups.forEach((name, arn) -> {
            if ((wanted.isEmpty() || wanted.contains(arn)) && (of.isEmpty() || routed().contains(arn))) {
                found.add(Json.object(
                        "TargetGroupArn",
                        arn,
                        "TargetGroupName",
                        name,
                        "Protocol",
                        "HTTP",
                        "Port",
                        state.ports.port(),
                        "TargetType",
                        "ip",
                        "LoadBalancerArns",
                        routed().contains(arn) ? List.of(balancerArn()) : List.of()));
            }
        });
        if (found.size() < wanted.size()) {
            throw new Refusal("TargetGroupNotFound", "One or more target groups not found");
        }
        return call.reply("TargetGroups", found);
    }

    private ApiReply loadBalancers(AwsCall call) {
        List<String> wanted = call.texts("LoadBalancerArns");
        if (!wanted.isEmpty() && !wanted.equals(List.of(balancerArn()))) {
            throw new Refusal("LoadBalancerNotFound", "One or more load balancers not found");
        }
        return call.reply(
                "LoadBalancers",
                List.of(Json.object(
                        "LoadBalancerArn",
                        balancerArn(),
                        "DNSName",
                        balancer.address,
                        "LoadBalancerName",
                        balancer.name,
                        "Scheme",
                        "internet-facing",
                        "Type",
                        "application")));
    }

    private ApiReply listeners(AwsCall call) {
        if (!call.text("LoadBalancerArn", balancerArn()).equals(balancerArn())) {
            throw new Refusal("LoadBalancerNotFound", "One or more load balancers not found");
        }
        return call.reply(
                "Listeners",
                List.of(Json.object(
                        "ListenerArn", listenerArn(),
                        "LoadBalancerArn", balancerArn(),
                        "Port", balancer.port(),
                        "Protocol", "HTTP")));
    }

    private ApiReply rules(AwsCall call) {
        if (!call.text("ListenerArn", listenerArn()).equals(listenerArn())) {
            throw new Refusal("ListenerNotFound", "One or more listeners not found");
        }
        int size = call.number("PageSize", MOST_RULES);
        if (size < 1 || size > MOST_RULES) {
            throw new Refusal("ValidationError", "PageSize must be between 1 and 400");
        }
        List<Map<String, Object>> found = new ArrayList<>();
        for (Balancer.Rule rule : balancer.rules) {
            List<Map<String, Object>> targets = new ArrayList<>();
            rule.groups().forEach((arn, weight) -> targets.add(Json.object("TargetGroupArn", arn, "Weight", weight)));
            Map<String, Object> action =
                    Json.object("Type", "forward", "ForwardConfig", Map.of("TargetGroups", targets));
            if (targets.size() == 1) {
                action.put("TargetGroupArn", rule.groups().keySet().iterator().next());
            }
            found.add(Json.object(
                    "RuleArn", listenerArn().replace(":listener/", ":listener-rule/") + "/" + rule.id(),
                    "Priority", String.valueOf(rule.priority()),
                    "IsDefault", false,
                    "Conditions",
                            List.of(Json.object(
                                    "Field", "host-header",
                                    "Values", rule.hosts(),
                                    "HostHeaderConfig", Map.of("Values", rule.hosts()))),
                    "Actions", List.of(action)));
        }
        var page = Paging.page(found, size, call.text("Marker"), new Refusal("ValidationError", "Invalid marker"));
        return call.reply("Rules", page.items(), "NextMarker", page.next());
    }

    private ApiReply health(AwsCall call, Instant now) {
        String group = call.required("TargetGroupArn");
        List<Map<String, Object>> found = new ArrayList<>();
        for (EcsTask task : tasks(group)) {
            if (task.ran && !task.over) {
                String health = !task.answers(now) || !task.isWanted()
                        ? "draining"
                        : isHealthy(task, now) ? "healthy" : "initial";
                Map<String, Object> status = Json.object("State", health);
                if (health.equals("initial")) {
                    status.put("Reason", "Elb.InitialHealthChecking");
                }
                found.add(Json.object(
                        "Target", Json.object("Id", task.host(), "Port", task.port()), "TargetHealth", status));
            }
        }
        return call.reply("TargetHealthDescriptions", found);
    }

    private List<String> healthy(String group) {
        synchronized (state) {
            Instant now = state.settle();
            return tasks(group).stream()
                    .filter(task -> task.isWanted() && isHealthy(task, now))
                    .map(task -> task.host() + ":" + task.port())
                    .toList();
        }
    }

    /** A check or two pass before a target counts as healthy. */
    private boolean isHealthy(EcsTask task, Instant now) {
        return task.ran
                && task.isRunning(now)
                && !now.isBefore(task.runningAt().plus(state.pace.boot().dividedBy(4)));
    }

    private List<EcsTask> tasks(String group) {
        return state.allServices()
                .filter(service -> isTarget(service, group))
                .flatMap(service -> service.tasks.stream())
                .toList();
    }

    private static boolean isTarget(EcsService service, String group) {
        for (JsonNode one : service.tree("loadBalancers")) {
            if (one.path("targetGroupArn").asString("").equals(group)) {
                return true;
            }
        }
        return false;
    }

    private Set<String> routed() {
        Set<String> routed = new LinkedHashSet<>();
        balancer.rules.forEach(rule -> routed.addAll(rule.groups().keySet()));
        return routed;
    }

    private String balancerArn() {
        return PREFIX + "loadbalancer/app/" + balancer.name + "/" + balancer.id;
    }

    private String listenerArn() {
        return PREFIX + "listener/app/" + balancer.name + "/" + balancer.id + "/0123456789abcdef";
    }

    @Override
    public void close() {
        balancer.close();
    }
}
