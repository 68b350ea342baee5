package dev.pawse.ecs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;

/** Task definitions, which never change once they are registered and so are read once. Safe for many threads. */
final class TaskDefinitions {
    /** What paaws's deployers tag tasks and definitions with. */
    static final String BUILD_TAG = "paaws:buildNumber";

    private static final int KEPT = 1_000;

    private final AwsClients clients;
    private final Parallel parallel;
    private final Map<String, Described> known = new ConcurrentHashMap<>();

    TaskDefinitions(AwsClients clients, Parallel parallel) {
        this.clients = clients;
        this.parallel = parallel;
    }

    /**
     * A revision and what it is tagged with.
     *
     * @param definition as ECS tells of it
     * @param tags by key
     */
    record Described(TaskDefinition definition, Map<String, String> tags) {
        /** The revision's short name, e.g. {@code shop-web:42}. */
        String name() {
            return definition.family() + ":" + definition.revision();
        }

        /** The number of the build that made it, where the deployer tells. */
        Optional<String> build() {
            return Optional.ofNullable(tags.get(BUILD_TAG));
        }

        /** What the main container runs. */
        Optional<String> image() {
            return mainContainer().map(ContainerDefinition::image);
        }

        /** The container that the task is there for: the first that the task cannot do without. */
        Optional<ContainerDefinition> mainContainer() {
            List<ContainerDefinition> all = definition.containerDefinitions();
            return all.stream()
                    .filter(container -> !Boolean.FALSE.equals(container.essential()))
                    .findFirst()
                    .or(() -> all.stream().findFirst());
        }
    }

    /**
     * One revision.
     *
     * @param arn its ARN, or {@code family:revision}, or a family for its newest, which is never kept
     * @throws dev.pawse.spi.PawseException {@link dev.pawse.spi.Reason#NOT_FOUND} when there is none
     */
    Described of(String arn) {
        Described found = known.get(arn);
        if (found != null) {
            return found;
        }
        var answer = clients.ecs()
                .describeTaskDefinition(request -> request.taskDefinition(arn).include(TaskDefinitionField.TAGS));
        Map<String, String> tags = new LinkedHashMap<>();
        answer.tags().forEach((Tag tag) -> tags.put(tag.key(), tag.value()));
        Described read = new Described(answer.taskDefinition(), tags);
        if (known.size() >= KEPT) {
            known.clear();
        }
        known.put(read.definition().taskDefinitionArn(), read);
        return read;
    }

    /** Several revisions by their ARNs, each read once however often it is asked for. */
    Map<String, Described> of(List<String> arns) {
        List<String> distinct = arns.stream().distinct().toList();
        List<Described> read = parallel.map(distinct, this::of);
        Map<String, Described> all = new LinkedHashMap<>();
        for (int i = 0; i < distinct.size(); i++) {
            all.put(distinct.get(i), read.get(i));
        }
        return all;
    }
}
