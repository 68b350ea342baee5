package dev.pawse.ecs.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One revision of a task definition. Immutable. */
record TaskDefinition(
        String arn, String family, int revision, JsonNode document, Map<String, String> tags, Instant registeredAt) {

    List<JsonNode> containers() {
        List<JsonNode> all = new ArrayList<>();
        document.path("containerDefinitions").forEach(all::add);
        return all;
    }

    Optional<JsonNode> container(String name) {
        return containers().stream()
                .filter(one -> one.path("name").asString("").equals(name))
                .findFirst();
    }

    /** The first container without which the task ends. */
    JsonNode mainContainer() {
        return containers().stream()
                .filter(one -> one.path("essential").asBoolean(true))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(arn + " has no essential container"));
    }

    /** The first port of any container, or 0 where none listens. */
    int port() {
        return containers().stream()
                .map(one ->
                        one.path("portMappings").path(0).path("containerPort").asInt(0))
                .filter(port -> port > 0)
                .findFirst()
                .orElse(0);
    }

    String networkMode() {
        return document.path("networkMode").asString("bridge");
    }

    /** The ARNs of the roles that a task of it gets. */
    List<String> roles() {
        return List.of("taskRoleArn", "executionRoleArn").stream()
                .map(name -> document.path(name).asString(""))
                .filter(role -> !role.isEmpty())
                .toList();
    }

    @Nullable
    String size(String what) {
        String size = document.path(what).asString("");
        return size.isEmpty() ? null : size;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        document.properties().forEach(field -> json.put(field.getKey(), field.getValue()));
        json.remove("tags");
        json.put("taskDefinitionArn", arn);
        json.put("revision", revision);
        json.put("status", "ACTIVE");
        json.putIfAbsent("networkMode", networkMode());
        json.putIfAbsent("volumes", List.of());
        json.putIfAbsent("requiresAttributes", List.of());
        json.putIfAbsent("placementConstraints", List.of());
        json.putIfAbsent("compatibilities", List.of("EC2", "FARGATE"));
        json.put("registeredAt", Pace.seconds(registeredAt));
        return json;
    }
}
