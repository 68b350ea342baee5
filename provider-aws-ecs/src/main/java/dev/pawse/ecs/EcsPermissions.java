package dev.pawse.ecs;

import dev.pawse.http.Json;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Permissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.regions.PartitionMetadata;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The IAM policies with which commands work, made of the table {@link CommandGrants}. */
final class EcsPermissions implements Permissions {
    private final AwsClients clients;
    private final AppSettingsReader settings;

    EcsPermissions(AwsClients clients, AppSettingsReader settings) {
        this.clients = clients;
        this.settings = settings;
    }

    @Override
    public Set<String> commands() {
        return CommandGrants.commands();
    }

    @Override
    public String policy(AppId app, Set<String> commands) {
        commands.stream().filter(one -> !commands().contains(one)).findFirst().ifPresent(one -> {
            throw new PawseException(
                    Reason.INVALID, "there is no command '" + one + "'; right are " + new TreeSet<>(commands()));
        });
        AppResources resources = new AppResources(
                app.name(),
                PartitionMetadata.of(clients.region()).id(),
                clients.region().id(),
                clients.sts().getCallerIdentity().account(),
                settings.of(app.name()),
                commands.stream().anyMatch(one -> one.startsWith("builds"))
                        ? BuildPlaces.of(clients, settings.of(app.name()).buildProject())
                        : List.of());
        List<Grant> grants = new ArrayList<>();
        new TreeSet<>(commands).forEach(command -> grants.addAll(CommandGrants.of(command, resources)));
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document(grants)) + "\n";
    }

    /** One statement for all actions that have the same resources and the same condition. */
    private static ObjectNode document(List<Grant> grants) {
        Map<String, Grant> merged = new TreeMap<>();
        for (Grant grant : grants) {
            merged.merge(grant.resources() + " " + grant.condition(), grant, (one, other) -> {
                Set<String> actions = new TreeSet<>(one.actions());
                actions.addAll(other.actions());
                return new Grant(actions, one.resources(), one.condition());
            });
        }
        Map<String, Grant> ordered = new LinkedHashMap<>();
        merged.values().stream()
                .sorted((one, other) ->
                        one.actions().toString().compareTo(other.actions().toString()))
                .forEach(grant -> ordered.put("Pawse" + (ordered.size() + 1), grant));
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
        ArrayNode statements = document.putArray("Statement");
        ordered.forEach((sid, grant) -> {
            ObjectNode statement = statements.addObject().put("Sid", sid).put("Effect", "Allow");
            grant.actions().forEach(statement.putArray("Action")::add);
            grant.resources().forEach(statement.putArray("Resource")::add);
            if (!grant.condition().isEmpty()) {
                ObjectNode condition = statement.putObject("Condition");
                grant.condition().forEach((operator, keys) -> {
                    ObjectNode held = condition.putObject(operator);
                    keys.forEach(held::put);
                });
            }
        });
        return document;
    }
}
