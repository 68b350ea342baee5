package dev.pawse.testkit;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Builds.Build;
import dev.pawse.spi.capability.Builds.Status;
import dev.pawse.spi.capability.ConfigHistory.Change;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Deployments.Deployment;
import dev.pawse.spi.capability.Releases.Release;
import dev.pawse.spi.capability.Timeline.Entry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How an app of a {@link FakeProvider} came to what it is: builds, deployments, releases, variables, and what else happened. Safe for many threads. */
public final class FakeHistory {
    private final String app;
    private final Clock clock;
    private final List<Build> builds = new ArrayList<>();
    private final Map<String, FakeLog> buildLogs = new HashMap<>();
    private final List<Deployment> deployments = new ArrayList<>();
    private final List<Release> releases = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Entry> happened = new ArrayList<>();

    FakeHistory(String app, Clock clock) {
        this.app = app;
        this.clock = clock;
    }

    /**
     * A build begins.
     *
     * @return its id
     */
    public synchronized String beginBuild() {
        long number = builds.size() + 1L;
        String id = "build-" + number;
        builds.add(new Build(id, number, Status.RUNNING, commit(number), "change " + number, clock.instant(), null));
        buildLogs.put(id, new FakeLog(clock));
        return id;
    }

    /** A build ends, its log too. */
    public synchronized void endBuild(String id, Status status) {
        Build build = build(id).orElseThrow(() -> noSuch("build", id));
        builds.set(
                builds.indexOf(build),
                new Build(
                        build.id(),
                        build.number(),
                        status,
                        build.commit(),
                        build.message(),
                        build.startedAt(),
                        clock.instant()));
        buildLog(id).end();
    }

    /** What a build writes. */
    public synchronized FakeLog buildLog(String id) {
        FakeLog log = build(id).map(build -> buildLogs.get(build.id())).orElse(null);
        if (log == null) {
            throw noSuch("build", id);
        }
        return log;
    }

    /**
     * A deployment begins and ends well at once.
     *
     * @return its id
     */
    public synchronized String deploy(int processes) {
        String id = beginDeployment(processes);
        moveDeployment(id, Deployments.Status.COMPLETED, processes, "asked for");
        return id;
    }

    /**
     * A deployment begins; none of its processes runs yet.
     *
     * @return its id
     */
    public synchronized String beginDeployment(int processes) {
        long number = deployments.size() + 1L;
        Instant now = clock.instant();
        String id = "deployment-" + number;
        deployments.add(
                new Deployment(id, app, Deployments.Status.IN_PROGRESS, null, processes, 0, commit(number), now, now));
        return id;
    }

    /** A deployment comes further, or to its end. */
    public synchronized void moveDeployment(
            String id, Deployments.Status status, int running, @Nullable String reason) {
        Deployment old = deployments.stream()
                .filter(deployment -> deployment.id().equals(id))
                .findFirst()
                .orElseThrow(() -> noSuch("deployment", id));
        deployments.set(
                deployments.indexOf(old),
                new Deployment(
                        id,
                        old.service(),
                        status,
                        reason,
                        old.desired(),
                        running,
                        old.commit(),
                        old.createdAt(),
                        clock.instant()));
        if (status != Deployments.Status.IN_PROGRESS) {
            happen("deployment", id + " " + status.label());
        }
    }

    /**
     * A release is made and becomes the current one.
     *
     * @return its id
     */
    public synchronized String release(String description) {
        releases.replaceAll(old -> new Release(old.id(), old.description(), old.author(), old.createdAt(), false));
        String id = "v" + (releases.size() + 1);
        releases.add(new Release(id, description, "somebody@example.test", clock.instant(), true));
        happen("release", id + " " + description);
        return id;
    }

    /**
     * Something happens that the platform tells of, e.g. {@code scale}; a release and the end of a deployment are told without it.
     *
     * @return its id
     */
    public synchronized String happen(String type, String text) {
        String id = "event-" + (happened.size() + 1);
        happened.add(new Entry(clock.instant(), id, type, text, "somebody@example.test"));
        return id;
    }

    synchronized List<Entry> timeline(@Nullable Instant since, int limit) {
        return newest(
                happened.stream()
                        .filter(entry -> since == null || !entry.at().isBefore(since))
                        .toList(),
                limit);
    }

    synchronized List<Build> builds(int limit) {
        return newest(builds, limit);
    }

    synchronized Optional<Build> build(String idOrNumber) {
        return builds.stream()
                .filter(build -> idOrNumber.equals(build.id()) || idOrNumber.equals(String.valueOf(build.number())))
                .findFirst();
    }

    synchronized List<Deployment> deployments(int limit) {
        return newest(deployments, limit);
    }

    synchronized List<Release> releases(int limit) {
        return newest(releases, limit);
    }

    synchronized void changeVariables(Set<String> names, String description) {
        changes.add(new Change(
                String.valueOf(changes.size() + 1),
                names.stream().sorted().toList(),
                description,
                "somebody@example.test",
                clock.instant()));
    }

    synchronized List<Change> variableChanges(@Nullable String name, int limit) {
        return newest(
                changes.stream()
                        .filter(change -> name == null || change.names().contains(name))
                        .toList(),
                limit);
    }

    synchronized Release rollback(String id) {
        if (releases.stream().noneMatch(release -> release.id().equals(id))) {
            throw noSuch("release", id);
        }
        release("Rollback to " + id);
        return releases.get(releases.size() - 1);
    }

    private PawseException noSuch(String what, String id) {
        return new PawseException(Reason.NOT_FOUND, app + ": has no " + what + " " + id);
    }

    private static String commit(long number) {
        return String.format("%040x", number);
    }

    private static <T> List<T> newest(List<T> all, int limit) {
        List<T> newest = new ArrayList<>(all);
        Collections.reverse(newest);
        return List.copyOf(newest.subList(0, Math.min(limit, newest.size())));
    }
}
