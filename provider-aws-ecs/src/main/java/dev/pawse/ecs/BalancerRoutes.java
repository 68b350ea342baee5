package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/**
 * What load balancers send to which target group, and where they are: the public names of apps. Read for all groups at once and kept for
 * a minute. Safe for many threads.
 */
final class BalancerRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(BalancerRoutes.class);
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int DESCRIBED_AT_ONCE = 20;
    private static final int RULES = 400;

    private final AwsClients clients;
    private final Parallel parallel;
    private final Clock clock;
    private Map<String, Route> known = Map.of();
    private Set<String> asked = Set.of();
    private Instant until = Instant.MIN;
    private boolean warned;

    BalancerRoutes(AwsClients clients, Parallel parallel) {
        this.clients = clients;
        this.parallel = parallel;
        clock = clients.clock();
    }

    /**
     * How people reach a target group.
     *
     * @param hosts the host names whose requests go there
     * @param addresses of the balancers
     */
    record Route(Set<String> hosts, List<URI> addresses) {}

    /** The routes of target groups, by ARN; a group to which nothing is sent is absent. */
    synchronized Map<String, Route> of(Collection<String> groups) {
        if (groups.isEmpty()) {
            return Map.of();
        }
        boolean old = !clock.instant().isBefore(until);
        if (old || !asked.containsAll(groups)) {
            // A look at one app must not forget the others' routes.
            Set<String> wanted = new LinkedHashSet<>(old ? List.of() : asked);
            wanted.addAll(groups);
            known = read(wanted);
            asked = wanted;
            until = clock.instant().plus(KEPT);
        }
        return known;
    }

    private Map<String, Route> read(Set<String> groups) {
        try {
            Set<String> balancers = new TreeSet<>();
            parallel.map(
                            Parallel.pieces(List.copyOf(groups), DESCRIBED_AT_ONCE),
                            some -> clients.loadBalancers()
                                    .describeTargetGroups(request -> request.targetGroupArns(some))
                                    .targetGroups())
                    .forEach(some ->
                            some.stream().map(TargetGroup::loadBalancerArns).forEach(balancers::addAll));
            Map<String, Route> routes = new TreeMap<>();
            for (String arn : balancers) {
                balancer(arn, routes);
            }
            return routes;
        } catch (PawseException e) {
            if (e.reason() != Reason.FORBIDDEN && e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
            if (!warned) {
                warned = true;
                LOG.warn("load balancers are not asked for the hosts of apps: {}", e.message());
            }
            return Map.of();
        }
    }

    private void balancer(String arn, Map<String, Route> routes) {
        LoadBalancer balancer = clients.loadBalancers()
                .describeLoadBalancers(request -> request.loadBalancerArns(arn))
                .loadBalancers()
                .get(0);
        if (balancer.type() != LoadBalancerTypeEnum.APPLICATION) {
            return;
        }
        List<Listener> listeners = clients
                .loadBalancers()
                .describeListenersPaginator(request -> request.loadBalancerArn(arn))
                .listeners()
                .stream()
                .toList();
        for (Listener listener : listeners) {
            String scheme = listener.protocolAsString().toLowerCase(Locale.ROOT);
            URI address = URI.create(scheme + "://" + balancer.dnsName() + ":" + listener.port());
            String marker = null;
            do {
                String from = marker;
                DescribeRulesResponse page = clients.loadBalancers()
                        .describeRules(request -> request.listenerArn(listener.listenerArn())
                                .pageSize(RULES)
                                .marker(from));
                page.rules().forEach(rule -> rule(rule, address, routes));
                marker = page.nextMarker();
            } while (marker != null);
        }
    }

    private static void rule(Rule rule, URI address, Map<String, Route> routes) {
        Set<String> hosts = new TreeSet<>();
        for (RuleCondition condition : rule.conditions()) {
            if (condition.hostHeaderConfig() != null) {
                condition.hostHeaderConfig().values().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
            }
        }
        hosts.removeIf(host -> !host.matches("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*"));
        for (String group : groups(rule)) {
            routes.merge(group, new Route(hosts, List.of(address)), BalancerRoutes::both);
        }
    }

    /** The groups to which a rule sends anything. */
    private static Set<String> groups(Rule rule) {
        Set<String> groups = new LinkedHashSet<>();
        for (Action action : rule.actions()) {
            if (action.forwardConfig() != null) {
                action.forwardConfig().targetGroups().stream()
                        .filter(one -> one.weight() == null || one.weight() > 0)
                        .forEach(one -> groups.add(one.targetGroupArn()));
            } else if (action.targetGroupArn() != null) {
                groups.add(action.targetGroupArn());
            }
        }
        return groups;
    }

    private static Route both(Route one, Route other) {
        Set<String> hosts = new TreeSet<>(one.hosts());
        hosts.addAll(other.hosts());
        Set<URI> addresses = new LinkedHashSet<>(one.addresses());
        addresses.addAll(other.addresses());
        return new Route(hosts, List.copyOf(addresses));
    }
}
