package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.Service;
import tools.jackson.databind.JsonNode;

/** Where a task of an app runs: as its settings say, else as the app's own service does. */
final class TaskPlacement {
    private static final Logger LOG = LoggerFactory.getLogger(TaskPlacement.class);
    private static final Set<String> TAKEN = Set.of(
            "cluster",
            "launchType",
            "platformVersion",
            "capacityProviderStrategy",
            "networkConfiguration",
            "placementConstraints",
            "placementStrategy",
            "propagateTags",
            "enableECSManagedTags",
            "group");

    private TaskPlacement() {}

    /** As the settings' arguments for RunTask say, in the words of the API. */
    static void ofSettings(JsonNode arguments, RunTaskRequest.Builder request) {
        arguments.propertyNames().stream()
                .filter(name -> !TAKEN.contains(name))
                .forEach(name -> LOG.warn("run_task_args_fargate.{} of the settings is not used", name));
        text(arguments, "cluster").forEach(request::cluster);
        text(arguments, "launchType").forEach(request::launchType);
        text(arguments, "platformVersion").forEach(request::platformVersion);
        text(arguments, "propagateTags").forEach(request::propagateTags);
        text(arguments, "group").forEach(request::group);
        if (arguments.has("enableECSManagedTags")) {
            request.enableECSManagedTags(arguments.path("enableECSManagedTags").asBoolean(false));
        }
        if (arguments.has("networkConfiguration")) {
            request.networkConfiguration(network(arguments));
        }
        if (arguments.has("capacityProviderStrategy")) {
            request.capacityProviderStrategy(elements(arguments, "capacityProviderStrategy")
                    .map(TaskPlacement::capacity)
                    .toList());
        }
        if (arguments.has("placementConstraints")) {
            request.placementConstraints(elements(arguments, "placementConstraints")
                    .map(one -> PlacementConstraint.builder()
                            .type(one.path("type").asString(""))
                            .expression(one.path("expression").asString(null))
                            .build())
                    .toList());
        }
        if (arguments.has("placementStrategy")) {
            request.placementStrategy(elements(arguments, "placementStrategy")
                    .map(one -> PlacementStrategy.builder()
                            .type(one.path("type").asString(""))
                            .field(one.path("field").asString(null))
                            .build())
                    .toList());
        }
    }

    /** As a service's own tasks. */
    static void ofService(Service service, RunTaskRequest.Builder request) {
        if (service.networkConfiguration() != null) {
            request.networkConfiguration(service.networkConfiguration());
        }
        if (service.hasCapacityProviderStrategy()
                && !service.capacityProviderStrategy().isEmpty()) {
            request.capacityProviderStrategy(service.capacityProviderStrategy());
        } else if (service.launchType() != null) {
            request.launchType(service.launchType());
        }
        if (service.platformVersion() != null) {
            request.platformVersion(service.platformVersion());
        }
    }

    private static NetworkConfiguration network(JsonNode arguments) {
        JsonNode vpc = arguments.path("networkConfiguration").path("awsvpcConfiguration");
        List<String> subnets = texts(vpc, "subnets");
        if (subnets.isEmpty()) {
            throw new PawseException(
                    Reason.INVALID,
                    "run_task_args_fargate.networkConfiguration.awsvpcConfiguration of the settings names no subnets;"
                            + " right is {\"subnets\": [\"subnet-…\"], \"securityGroups\": [\"sg-…\"]}");
        }
        String publicAddress = vpc.path("assignPublicIp").asString("");
        return NetworkConfiguration.builder()
                .awsvpcConfiguration(configuration -> {
                    configuration.subnets(subnets).securityGroups(texts(vpc, "securityGroups"));
                    if (!publicAddress.isEmpty()) {
                        configuration.assignPublicIp(AssignPublicIp.fromValue(publicAddress));
                    }
                })
                .build();
    }

    private static CapacityProviderStrategyItem capacity(JsonNode item) {
        return CapacityProviderStrategyItem.builder()
                .capacityProvider(item.path("capacityProvider").asString(""))
                .weight(item.path("weight").asInt(0))
                .base(item.path("base").asInt(0))
                .build();
    }

    private static List<String> texts(JsonNode object, String name) {
        return elements(object, name).map(node -> node.asString("")).toList();
    }

    private static Stream<String> text(JsonNode object, String name) {
        String text = object.path(name).asString("");
        return text.isEmpty() ? Stream.empty() : Stream.of(text);
    }

    private static Stream<JsonNode> elements(JsonNode object, String name) {
        List<JsonNode> elements = new ArrayList<>();
        object.path(name).forEach(elements::add);
        return elements.stream();
    }
}
