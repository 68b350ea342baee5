package dev.pawse.cli.command;

import dev.pawse.cli.Ending;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.cli.Text;
import dev.pawse.cli.Watch;
import dev.pawse.spi.Durations;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Deployments.Deployment;
import dev.pawse.spi.capability.Deployments.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches the newest deployment of every service of an app to its end. One that failed stays a failure even when the platform
 * has put an older one in its place since, as that is what a rollback looks like.
 */
final class DeploymentWatch {
    private static final Duration USUAL = Duration.ofMinutes(15);
    /** Services, with what they went through while nobody looked. */
    private static final int ENOUGH = 20;

    private final Session session;
    private final Target target;
    private final Deployments deployments;
    private final DateTimeFormatter time = LogPrinter.time("HH:mm:ss", ZoneId.systemDefault());
    /** What was seen of each deployment that is watched, or was until a newer one came. */
    private final Map<String, Deployment> seen = new HashMap<>();

    DeploymentWatch(Session session, Target target, Deployments deployments) {
        this.session = session;
        this.target = target;
        this.deployments = deployments;
    }

    /** Returns when all are completed. */
    int run() {
        Duration limit = session.timeout(USUAL);
        session.progress("Watching the deployment of " + target.id().name() + ", at most " + Durations.format(limit)
                + "; Ctrl-C leaves it to go on …");
        try (Ending told =
                Ending.saying(session, "the deployment goes on without us, see pawse deployments " + target.flag())) {
            if (!new Watch(session, limit).holds(this::isDone)) {
                throw unfinished(limit);
            }
        }
        return ExitCode.OK;
    }

    private boolean isDone() {
        List<Deployment> all = deployments.deployments(target.id(), ENOUGH);
        Map<String, Deployment> newest = new LinkedHashMap<>();
        all.forEach(deployment -> newest.putIfAbsent(deployment.service(), deployment));
        List<Deployment> watched = all.stream()
                .filter(deployment -> newest.containsValue(deployment) || seen.containsKey(deployment.id()))
                .toList();
        show(watched);
        watched.forEach(deployment -> seen.put(deployment.id(), deployment));
        watched.stream().filter(DeploymentWatch::isFailed).findFirst().ifPresent(this::fail);
        return !newest.isEmpty() && newest.values().stream().allMatch(DeploymentWatch::isDone);
    }

    private void show(List<Deployment> watched) {
        Instant now = session.world().clock().instant();
        if (session.canRedraw()) {
            session.out().redraw(session.out().linesOf(DeploymentFacts.table(watched, now)));
            return;
        }
        for (Deployment deployment : watched) {
            Deployment old = seen.get(deployment.id());
            if (old == null || hasChanged(old, deployment)) {
                session.out().next(line(deployment, now), DeploymentFacts.json(deployment));
            }
        }
    }

    private String line(Deployment deployment, Instant now) {
        return LogPrinter.said(
                        session,
                        time,
                        now,
                        deployment.service(),
                        deployment.id() + "  " + deployment.status().label() + "  "
                                + DeploymentFacts.running(deployment) + " running")
                + (deployment.reason() == null ? "" : "  " + Text.line(deployment.reason()));
    }

    private static boolean hasChanged(Deployment old, Deployment now) {
        return old.status() != now.status() || old.running() != now.running() || old.desired() != now.desired();
    }

    private static boolean isFailed(Deployment deployment) {
        return deployment.status() == Status.FAILED || deployment.status() == Status.ROLLED_BACK;
    }

    /** A deployment that is called completed may still be one whose processes do not stay. */
    private static boolean isDone(Deployment deployment) {
        return deployment.status() == Status.COMPLETED && deployment.running() == deployment.desired();
    }

    private void fail(Deployment deployment) {
        String end = deployment.status() == Status.FAILED ? "failed" : "was rolled back";
        throw new PawseException(
                Reason.FAILED,
                "deployment " + deployment.id() + " " + end + " after "
                        + Ages.between(deployment.createdAt(), deployment.updatedAt())
                        + (deployment.reason() == null ? "" : ": " + deployment.reason()) + "; see pawse logs "
                        + target.flag());
    }

    private PawseException unfinished(Duration limit) {
        return new PawseException(
                Reason.TIMEOUT,
                (seen.isEmpty() ? "no deployment has begun" : "the deployment has not ended") + " after "
                        + Durations.format(limit) + "; it goes on without us, see pawse deployments "
                        + target.flag());
    }
}
