package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The operations of task definitions. Guarded by {@link EcsState}. */
final class EcsDefinitionCalls {
    private final EcsState state;

    EcsDefinitionCalls(EcsState state) {
        this.state = state;
    }

    ApiReply register(AwsCall call, Instant now) {
        call.authorize("ecs:RegisterTaskDefinition", "*");
        String family = call.required("family");
        if (call.input().path("containerDefinitions").isEmpty()) {
            throw new Refusal("ClientException", "Container list cannot be empty.");
        }
        TaskDefinition made = register(
                call.arn("ecs", "task-definition/"),
                family,
                call.input(),
                Tags.read(call.input().path("tags")),
                now);
        return call.reply("taskDefinition", made.json(), "tags", Tags.json(made.tags()));
    }

    /** The next revision of a family. */
    TaskDefinition register(String arnPrefix, String family, JsonNode document, Map<String, String> tags, Instant now) {
        List<TaskDefinition> all = state.definitions.computeIfAbsent(family, any -> new ArrayList<>());
        int revision = all.isEmpty() ? 1 : all.get(all.size() - 1).revision() + 1;
        TaskDefinition made =
                new TaskDefinition(arnPrefix + family + ":" + revision, family, revision, document, tags, now);
        all.add(made);
        return made;
    }

    ApiReply describe(AwsCall call) {
        call.authorize("ecs:DescribeTaskDefinition", "*");
        TaskDefinition found = state.definition(call.required("taskDefinition"))
                .orElseThrow(() -> new Refusal("ClientException", "Unable to describe task definition."));
        boolean withTags = call.texts("include").contains("TAGS");
        return call.reply("taskDefinition", found.json(), "tags", withTags ? Tags.json(found.tags()) : List.of());
    }

    ApiReply list(AwsCall call) {
        call.authorize("ecs:ListTaskDefinitions", "*");
        String prefix = call.text("familyPrefix", "");
        List<String> arns = new ArrayList<>(state.definitions.entrySet().stream()
                .filter(family -> prefix.isEmpty() || family.getKey().equals(prefix))
                .flatMap(family -> family.getValue().stream())
                .map(TaskDefinition::arn)
                .toList());
        if (call.text("sort", "ASC").equals("DESC")) {
            Collections.reverse(arns);
        }
        var page = Paging.page(arns, EcsApi.pageSize(call, 100), call.text("nextToken"), EcsApi.invalidToken());
        return call.reply("taskDefinitionArns", page.items(), "nextToken", page.next());
    }

    ApiReply deregister(AwsCall call) {
        call.authorize("ecs:DeregisterTaskDefinition", "*");
        TaskDefinition found = state.definition(call.required("taskDefinition"))
                .orElseThrow(() -> new Refusal("ClientException", "The specified task definition does not exist."));
        state.definitions.getOrDefault(found.family(), new ArrayList<>()).remove(found);
        return call.reply("taskDefinition", found.json());
    }
}
