package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Builds.Build;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Deployments.Deployment;
import dev.pawse.spi.capability.Releases;
import dev.pawse.spi.capability.Releases.Release;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a provider may do wrong that reads builds, deployments and releases. */
final class DeliveryFlaws {
    private DeliveryFlaws() {}

    static List<Flaw> all() {
        List<Flaw> all = new ArrayList<>(builds());
        all.addAll(deployments());
        all.addAll(releases());
        return all;
    }

    private static List<Flaw> builds() {
        return List.of(
                build("builds come oldest first", "builds", "buildsComeNewestFirst", DeliveryFlaws::oldestFirst),
                build(
                        "the limit of builds is passed over",
                        "builds",
                        "noMoreBuildsAreListedThanAskedFor",
                        call -> call.proceedWith(call.arg(0), 1000)),
                oneBuild(
                        "every build went well",
                        "aBuildTellsHowFarItCame",
                        build -> new Build(
                                build.id(),
                                build.number(),
                                Builds.Status.SUCCEEDED,
                                build.commit(),
                                build.message(),
                                build.startedAt(),
                                build.endedAt())),
                oneBuild(
                        "a build that runs has an end",
                        "onlyABuildThatEndedHasAnEnd",
                        build -> new Build(
                                build.id(),
                                build.number(),
                                build.status(),
                                build.commit(),
                                build.message(),
                                build.startedAt(),
                                build.startedAt())),
                oneBuild(
                        "a build alone lacks its commit",
                        "aBuildLooksTheSameAloneAndInTheList",
                        build -> new Build(
                                build.id(),
                                build.number(),
                                build.status(),
                                null,
                                build.message(),
                                build.startedAt(),
                                build.endedAt())),
                build(
                        "a build is not known by its number",
                        "build",
                        "aBuildIsFoundByItsNumberToo",
                        call -> call.<String>arg(1).startsWith("build-") ? call.proceed() : Optional.empty()),
                build(
                        "an unknown build is the newest one",
                        "openBuildLog",
                        "anUnknownBuildIsEmptyAndHasNoLog",
                        call -> new FakeLog(ManualClock.create()).open(Flaws.EVERYTHING)),
                build(
                        "a build's log is empty",
                        "openBuildLog",
                        "aBuildsLogIsReadToItsEnd",
                        call -> new FakeLog(ManualClock.create()).open(Flaws.EVERYTHING)),
                build(
                        "a build's log is never followed",
                        "openBuildLog",
                        "aLogThatIsFollowedEndsWithItsBuild",
                        call -> call.proceedWith(call.arg(0), call.arg(1), null, false)),
                build(
                        "an unknown app has no builds, and that is all",
                        "builds",
                        "anUnknownAppHasNoBuilds",
                        DeliveryFlaws::noneIfUnknown));
    }

    private static List<Flaw> deployments() {
        return List.of(
                deployment("deployments come oldest first", "deploymentsComeNewestFirst", DeliveryFlaws::oldestFirst),
                deployment(
                        "the limit of deployments is passed over",
                        "noMoreDeploymentsAreListedThanAskedFor",
                        call -> call.proceedWith(call.arg(0), 1000)),
                deployment(
                        "every deployment is under way",
                        "aDeploymentThatEndedWellIsCompleted",
                        call -> call.<List<Deployment>>proceed().stream()
                                .map(one -> new Deployment(
                                        one.id(),
                                        one.service(),
                                        Deployments.Status.IN_PROGRESS,
                                        one.reason(),
                                        one.desired(),
                                        one.running(),
                                        one.commit(),
                                        one.createdAt(),
                                        one.updatedAt()))
                                .toList()),
                deployment(
                        "an unknown app has no deployments, and that is all",
                        "anUnknownAppHasNoDeployments",
                        DeliveryFlaws::noneIfUnknown));
    }

    private static List<Flaw> releases() {
        return List.of(
                release(
                        "releases come oldest first",
                        "releases",
                        "releasesComeNewestFirst",
                        DeliveryFlaws::oldestFirst),
                release(
                        "the limit of releases is passed over",
                        "releases",
                        "noMoreReleasesAreListedThanAskedFor",
                        call -> call.proceedWith(call.arg(0), 1000)),
                release(
                        "every release is current",
                        "releases",
                        "theNewestReleaseIsTheCurrentOneAndNoOther",
                        call -> call.<List<Release>>proceed().stream()
                                .map(DeliveryFlaws::current)
                                .toList()),
                release(
                        "a rollback does nothing",
                        "rollback",
                        "aRollbackMakesAnEarlierReleaseRunAgain",
                        call -> new Release(call.arg(1), "one", null, Instant.EPOCH, true)),
                release(
                        "a rollback to nowhere is taken for done",
                        "rollback",
                        "noRollbackLeadsToAnUnknownRelease",
                        call -> {
                            try {
                                return call.proceed();
                            } catch (PawseException e) {
                                return new Release(call.arg(1), "one", null, Instant.EPOCH, true);
                            }
                        }),
                release(
                        "an unknown app has no releases, and that is all",
                        "releases",
                        "anUnknownAppHasNoReleases",
                        DeliveryFlaws::noneIfUnknown));
    }

    private static Object oldestFirst(Tamper.Call call) throws Throwable {
        List<Object> all = new ArrayList<>(call.<List<Object>>proceed());
        Collections.reverse(all);
        return all;
    }

    private static Object noneIfUnknown(Tamper.Call call) throws Throwable {
        return call.<AppId>arg(0).name().equals("shop") ? call.proceed() : List.of();
    }

    private static Release current(Release release) {
        return new Release(release.id(), release.description(), release.author(), release.createdAt(), true);
    }

    private static Flaw oneBuild(String name, String foundBy, UnaryOperator<Build> change) {
        return build(
                name, "build", foundBy, call -> call.<Optional<Build>>proceed().map(change));
    }

    private static Flaw build(String name, String method, String foundBy, Tamper tamper) {
        return new Flaw(name, BuildsContract.class, Builds.class, method, tamper, foundBy);
    }

    private static Flaw deployment(String name, String foundBy, Tamper tamper) {
        return new Flaw(name, DeploymentsContract.class, Deployments.class, "deployments", tamper, foundBy);
    }

    private static Flaw release(String name, String method, String foundBy, Tamper tamper) {
        return new Flaw(name, ReleasesContract.class, Releases.class, method, tamper, foundBy);
    }
}
