package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.ListBuildsForProjectResponse;
import software.amazon.awssdk.services.codebuild.model.SortOrderType;

/** The builds of one CodeBuild project, the newest first. Safe for many threads. */
final class BuildHistory {
    private static final int PAGE = 100;

    private final AwsClients clients;
    private final Parallel parallel;
    private final String app;
    private final String project;

    BuildHistory(AwsClients clients, Parallel parallel, String app, String project) {
        this.clients = clients;
        this.parallel = parallel;
        this.app = app;
        this.project = project;
    }

    /** The newest so many builds, or all where there are fewer. */
    List<Build> newest(int limit) {
        return described(ids(limit));
    }

    /** A build by its number, its id or the part of its id behind the project. */
    Optional<Build> find(String id) {
        if (id.matches("#?\\d{1,15}")) {
            return numbered(Long.parseLong(id.replaceFirst("^#", "")));
        }
        requireProject();
        String full = id.startsWith(project + ":") ? id : project + ":" + id;
        return described(List.of(full)).stream().findFirst();
    }

    /**
     * Numbers have gaps only where builds were deleted, so that a build is as many places behind the newest as its number is below that
     * one's, or fewer: it is looked for there, and then nearer and nearer to the newest.
     */
    private Optional<Build> numbered(long number) {
        List<String> first = ids(PAGE);
        Optional<Build> newest =
                described(first.subList(0, Math.min(1, first.size()))).stream().findFirst();
        if (newest.isEmpty() || newest.get().buildNumber() < number) {
            return Optional.empty();
        }
        if (newest.get().buildNumber() == number) {
            return newest;
        }
        long behind = newest.get().buildNumber() - number;
        List<String> ids = behind < first.size() ? first : ids((int) Math.min(Integer.MAX_VALUE - 1, behind + 1));
        int end = (int) Math.min(ids.size(), behind + 1);
        while (end > 0) {
            int start = Math.max(0, end - PAGE);
            List<Build> some = described(ids.subList(start, end));
            Optional<Build> found =
                    some.stream().filter(build -> build.buildNumber() == number).findFirst();
            if (found.isPresent()
                    || (some.stream().anyMatch(build -> build.buildNumber() < number)
                            && some.stream().anyMatch(build -> build.buildNumber() > number))) {
                return found;
            }
            end = start;
        }
        return Optional.empty();
    }

    private List<String> ids(int limit) {
        List<String> ids = new ArrayList<>();
        String token = null;
        do {
            ListBuildsForProjectResponse page = page(token);
            ids.addAll(page.ids());
            token = page.nextToken();
        } while (token != null && ids.size() < limit);
        return ids.subList(0, Math.min(limit, ids.size()));
    }

    private void requireProject() {
        page(null);
    }

    private ListBuildsForProjectResponse page(@Nullable String token) {
        try {
            return clients.codeBuild()
                    .listBuildsForProject(request -> request.projectName(project)
                            .sortOrder(SortOrderType.DESCENDING)
                            .nextToken(token));
        } catch (PawseException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
            throw new PawseException(
                    Reason.NOT_FOUND,
                    app + " has no builds: there is no CodeBuild project '" + project + "'; another one is named by"
                            + " codebuild_project.name in " + AppSettings.parameter(app, "/settings"),
                    e);
        }
    }

    /** In the order of their ids; those that are gone are left out. */
    private List<Build> described(List<String> ids) {
        Map<String, Build> found = new HashMap<>();
        parallel.map(
                        Parallel.pieces(ids, PAGE),
                        some -> clients.codeBuild()
                                .batchGetBuilds(request -> request.ids(some))
                                .builds())
                .forEach(some -> some.forEach(build -> found.put(build.id(), build)));
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }
}
