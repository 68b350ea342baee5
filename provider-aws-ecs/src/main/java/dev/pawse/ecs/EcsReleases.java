package dev.pawse.ecs;

import dev.pawse.ecs.TaskDefinitions.Described;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Releases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/**
 * An app's releases: the revisions of the task definition that its main service runs, {@code web} where there is one, named {@code v42}.
 * Going back makes every service run what belongs to that release: of the main service's family that very revision, of each other family
 * the newest revision of the same build or with the same image; a service that has none keeps what it runs.
 */
final class EcsReleases implements Releases {
    private static final int PAGE = 100;
    /** How far back the other services' revisions are searched. */
    private static final int SEARCHED = 100;

    private final AwsClients clients;
    private final AppServices services;
    private final TaskDefinitions definitions;

    EcsReleases(AwsClients clients, AppServices services, TaskDefinitions definitions) {
        this.clients = clients;
        this.services = services;
        this.definitions = definitions;
    }

    @Override
    public List<Release> releases(AppId app, int limit) {
        String current = main(services.require(app)).service().taskDefinition();
        return newest(familyOf(current), limit).stream()
                .map(revision -> release(revision, current))
                .toList();
    }

    @Override
    public Release rollback(AppId app, String id) {
        List<AppService> all = services.require(app);
        String family = familyOf(main(all).service().taskDefinition());
        Described target = target(app, id, family);
        Map<AppService, Described> changes = new LinkedHashMap<>();
        Map<String, Optional<Described>> found = new LinkedHashMap<>();
        for (AppService service : all) {
            found.computeIfAbsent(
                            familyOf(service.service().taskDefinition()),
                            name -> name.equals(family) ? Optional.of(target) : counterpart(name, target))
                    .filter(revision -> !revision.definition()
                            .taskDefinitionArn()
                            .equals(service.service().taskDefinition()))
                    .ifPresent(revision -> changes.put(service, revision));
        }
        changes.forEach((service, revision) -> clients.ecs()
                .updateService(request -> request.cluster(service.cluster())
                        .service(service.name())
                        .taskDefinition(revision.definition().taskDefinitionArn())));
        return release(target, target.definition().taskDefinitionArn());
    }

    private static AppService main(List<AppService> all) {
        return all.stream()
                .filter(service -> service.type().equals("web"))
                .findFirst()
                .orElse(all.get(0));
    }

    private Described target(AppId app, String id, String family) {
        String number = id.startsWith(family + ":") ? id.substring(family.length() + 1) : id.replaceFirst("^v", "");
        if (!number.matches("[0-9]{1,9}")) {
            throw none(app, id, null);
        }
        Described found;
        try {
            found = definitions.of(family + ":" + number);
        } catch (PawseException e) {
            throw e.reason() == Reason.NOT_FOUND || e.reason() == Reason.INVALID ? none(app, id, e) : e;
        }
        if (found.definition().status() != TaskDefinitionStatus.ACTIVE) {
            throw new PawseException(Reason.CONFLICT, "the release " + id + " was deregistered and cannot run again");
        }
        return found;
    }

    private static PawseException none(AppId app, String id, @Nullable PawseException cause) {
        return new PawseException(
                Reason.NOT_FOUND,
                app.name() + " has no release '" + id + "'; \"pawse releases\" lists those such as v42",
                cause);
    }

    /** What another family ran when the target did. */
    private Optional<Described> counterpart(String family, Described target) {
        List<Described> all = newest(family, SEARCHED);
        return all.stream()
                .filter(revision ->
                        target.build().isPresent() && revision.build().equals(target.build()))
                .findFirst()
                .or(() -> all.stream()
                        .filter(revision ->
                                revision.image().isPresent() && revision.image().equals(target.image()))
                        .findFirst());
    }

    /** The newest revisions of a family that can run, the newest first. */
    private List<Described> newest(String family, int limit) {
        List<String> arns = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            ListTaskDefinitionsResponse page = clients.ecs()
                    .listTaskDefinitions(request -> request.familyPrefix(family)
                            .sort(SortOrder.DESC)
                            .maxResults(Math.min(PAGE, limit))
                            .nextToken(from));
            arns.addAll(page.taskDefinitionArns());
            token = page.nextToken();
        } while (token != null && arns.size() < limit);
        return List.copyOf(
                definitions.of(arns.subList(0, Math.min(limit, arns.size()))).values());
    }

    private static Release release(Described revision, String current) {
        Instant at = revision.definition().registeredAt();
        return new Release(
                "v" + revision.definition().revision(),
                revision.image().orElse("no image"),
                author(revision.definition().registeredBy()),
                at == null ? Instant.EPOCH : at,
                revision.definition().taskDefinitionArn().equals(current));
    }

    /** The last part of the principal's ARN: the user, or the session of the role. */
    private static @Nullable String author(@Nullable String arn) {
        return arn == null ? null : arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static String familyOf(String arn) {
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        return name.substring(0, name.lastIndexOf(':'));
    }
}
