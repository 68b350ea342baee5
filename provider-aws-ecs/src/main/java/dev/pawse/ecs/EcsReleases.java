package dev.pawse.ecs;

import dev.pawse.ecs.TaskDefinitions.Described;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Releases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/**
 * An app's releases: the revisions of the task definitions that its services run, named {@code family:revision}, or {@code v42} where
 * all services share one family. Going back makes the services of that family run the older revision.
 */
final class EcsReleases implements Releases {
    private static final int PAGE = 100;

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
        List<AppService> all = require(app);
        Set<String> current = current(all);
        Set<String> families = families(current);
        List<String> arns = new ArrayList<>();
        families.forEach(family -> arns.addAll(newest(family, limit)));
        return definitions.of(arns).values().stream()
                .map(revision -> release(revision, current, families.size() == 1))
                .sorted(Comparator.comparing(Release::createdAt).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public Release rollback(AppId app, String id) {
        List<AppService> all = require(app);
        Set<String> families = families(current(all));
        Described target = target(app, id, families);
        String arn = target.definition().taskDefinitionArn();
        all.stream()
                .filter(service -> familyOf(service.service().taskDefinition())
                        .equals(target.definition().family()))
                .filter(service -> !service.service().taskDefinition().equals(arn))
                .forEach(service -> clients.ecs()
                        .updateService(request -> request.cluster(service.cluster())
                                .service(service.name())
                                .taskDefinition(arn)));
        return release(target, Set.of(arn), families.size() == 1);
    }

    private Described target(AppId app, String id, Set<String> families) {
        String name = families.size() == 1 && id.matches("v?[0-9]+")
                ? families.iterator().next() + ":" + id.replace("v", "")
                : id;
        if (!name.contains(":") || !families.contains(name.substring(0, name.indexOf(':')))) {
            throw new PawseException(
                    Reason.NOT_FOUND,
                    app.name() + " has no release '" + id + "'; right is "
                            + families.iterator().next() + ":REVISION, \"pawse releases\" lists them");
        }
        Described found;
        try {
            found = definitions.of(name);
        } catch (PawseException e) {
            throw e.reason() == Reason.NOT_FOUND || e.reason() == Reason.INVALID
                    ? new PawseException(Reason.NOT_FOUND, app.name() + " has no release '" + id + "'", e)
                    : e;
        }
        if (found.definition().status() != TaskDefinitionStatus.ACTIVE) {
            throw new PawseException(Reason.CONFLICT, "the release '" + id + "' was deregistered and cannot run again");
        }
        return found;
    }

    private List<String> newest(String family, int limit) {
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
        return arns.subList(0, Math.min(limit, arns.size()));
    }

    private static Release release(Described revision, Set<String> current, boolean alone) {
        String image = revision.mainContainer().map(ContainerDefinition::image).orElse("no image");
        Instant at = revision.definition().registeredAt();
        return new Release(
                alone ? "v" + revision.definition().revision() : revision.name(),
                image,
                author(revision.definition().registeredBy()),
                at == null ? Instant.EPOCH : at,
                current.contains(revision.definition().taskDefinitionArn()));
    }

    /** The last part of the principal's ARN: the user, or the session of the role. */
    private static @Nullable String author(@Nullable String arn) {
        return arn == null ? null : arn.substring(arn.lastIndexOf('/') + 1);
    }

    private List<AppService> require(AppId app) {
        List<AppService> all = services.of(app.name());
        if (all.isEmpty()) {
            throw new PawseException(Reason.NOT_FOUND, "the cluster of " + app.name() + " has no service of it");
        }
        return all;
    }

    private static Set<String> current(List<AppService> all) {
        return all.stream().map(service -> service.service().taskDefinition()).collect(Collectors.toSet());
    }

    private static Set<String> families(Set<String> arns) {
        return arns.stream().map(EcsReleases::familyOf).collect(Collectors.toSet());
    }

    private static String familyOf(String arn) {
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        return name.substring(0, name.lastIndexOf(':'));
    }
}
