package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.ecs.fake.Trouble;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Deployments.Deployment;
import dev.pawse.spi.capability.Deployments.Status;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Processes.AppProcess;
import dev.pawse.spi.capability.Releases;
import dev.pawse.spi.capability.Releases.Release;
import dev.pawse.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;

/** Releases, deployments and the processes of several versions of one app, in a cluster of its own. */
final class EcsVersionsTest {
    private static final AppId TILL = new AppId("aws-ecs", "till");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EcsFixture fixture = new EcsFixture();
    private final Provider provider = fixture.provider();

    @AfterEach
    void close() {
        provider.close();
        fixture.close();
    }

    @Test
    void aRollbackTakesEveryServiceToTheSameImage() {
        service("web", 2, Map.of());
        service("worker", 1, Map.of());
        service("cron", 0, Map.of());
        for (String version : List.of("2", "3")) {
            fixture.aws.ecs().deploy("till-web", revision("web", version));
            fixture.aws.ecs().deploy("till-worker", revision("worker", version));
        }

        Release now = releases().rollback(TILL, "v2");

        assertThat(now.description()).isEqualTo("registry.example.test/till:2");
        assertThat(fixture.aws.ecs().definition("till-web")).isEqualTo("till-web:2");
        assertThat(fixture.aws.ecs().definition("till-worker")).isEqualTo("till-worker:2");
        assertThat(fixture.aws.ecs().definition("till-cron"))
                .as("it never ran that image")
                .isEqualTo("till-cron:1");
    }

    @Test
    void aHundredAndTwentyReleasesAreListed() {
        service("web", 0, Map.of());
        for (int i = 2; i <= 120; i++) {
            String unused = revision("web", String.valueOf(i));
        }

        assertThat(releases().releases(TILL, 1_000))
                .hasSize(120)
                .extracting(Release::id)
                .startsWith("v120", "v119");
        assertThat(releases().releases(TILL, 105)).hasSize(105);
    }

    @Test
    void eachProcessIsToldByItsOwnDefinitionWhileTwoRevisionsRun() {
        service("web", 2, Map.of());
        String next = revision("web", "2");
        fixture.aws.bootTime(Duration.ofHours(10));

        Release unused = releases().rollback(TILL, tagOf(next));

        Eventually.holds("tasks of both revisions", PATIENCE, () -> processes().size() > 2);
        assertThat(processes())
                .extracting(one -> one.release() + " " + one.command())
                .contains("till-web:1 serve 1", "till-web:2 serve 2");
    }

    @Test
    void aTaskOnMachinesOfOnesOwnHasNoSize() {
        fixture.aws
                .ecs()
                .addService(
                        "till", "till-web", fixture.aws.ecs().register("""
                                        {"family": "till-web", "networkMode": "bridge", "containerDefinitions":
                                         [{"name": "web", "image": "till:1", "memory": 128, "command": ["serve"]}]}
                                        """), 1, Map.of(), Map.of("launchType", "EC2"));

        assertThat(processes()).singleElement().satisfies(one -> {
            assertThat(one.size()).isNull();
            assertThat(one.command()).isEqualTo("serve");
        });
    }

    @Test
    void anAppWithoutATaskHasNoProcessesAndItsDeploymentIsDone() {
        service("web", 0, Map.of());

        assertThat(processes()).isEmpty();
        assertThat(deployments()).singleElement().satisfies(one -> {
            assertThat(one.status()).isEqualTo(Status.COMPLETED);
            assertThat(one.desired()).isZero();
        });
        assertThat(fixture.aws.api().requests())
                .filteredOn(request -> request.header("X-Amz-Target").orElse("").endsWith("DescribeTasks"))
                .isEmpty();
    }

    @Test
    void aDeploymentWithoutWaitingIsDoneHoweverLongTasksTakeToStop() {
        service("web", 1, Map.of());
        fixture.aws.stopTime(Duration.ofDays(365));

        fixture.aws.ecs().deploy("till-web", revision("web", "2"));

        assertThat(deployments().get(0).status()).isEqualTo(Status.COMPLETED);
        assertThat(processes())
                .singleElement()
                .satisfies(one -> assertThat(one.release()).isEqualTo("till-web:2"));
    }

    @Test
    void aDeploymentWhoseTasksCrashIsNotDone() {
        service("web", 1, Map.of());
        fixture.aws.ecs().trouble("till-web", Trouble.crash(1));

        Release unused = releases().rollback(TILL, tagOf(revision("web", "2")));

        Eventually.holds("failed tasks", PATIENCE, () -> fixture.aws.ecs().running("till-web") >= 1);
        assertThat(deployments().get(0).status()).isEqualTo(Status.IN_PROGRESS);
    }

    @Test
    void aDeploymentThatTheCircuitBreakerTookBackIsRolledBack() {
        breaks(true);

        Eventually.holds(
                "the end of the rollback", PATIENCE, () -> deployments().get(0).status() == Status.ROLLED_BACK);
        assertThat(deployments().get(0).reason()).contains("circuit breaker");
    }

    @Test
    void aDeploymentThatTheCircuitBreakerEndedHasFailed() {
        breaks(false);

        Eventually.holds(
                "the end of the deployment",
                PATIENCE,
                () -> deployments().get(0).status() == Status.FAILED);
    }

    @ParameterizedTest
    @EnumSource
    void everyStatusOfEcsHasOneOfOurs(ServiceDeploymentStatus theirs) {
        ServiceDeployment deployment = ServiceDeployment.builder()
                .status(theirs)
                .statusReason("for a reason")
                .build();

        assertThat(EcsDeployments.status(deployment)).isNotNull();
    }

    /** A deployment whose tasks crash, in a service that does not go on with such. */
    private void breaks(boolean rollback) {
        service(
                "web",
                1,
                Map.of(
                        "deploymentConfiguration",
                        Map.of("deploymentCircuitBreaker", Map.of("enable", true, "rollback", rollback))));
        fixture.aws.ecs().trouble("till-web", Trouble.crash(1));
        Release unused = releases().rollback(TILL, tagOf(revision("web", "2")));
    }

    private void service(String type, int desired, Map<String, ?> settings) {
        fixture.aws.ecs().addService("till", "till-" + type, revision(type, "1"), desired, Map.of(), settings);
    }

    private String revision(String type, String version) {
        return fixture.aws.ecs().register("""
                        {"family": "till-%s", "networkMode": "awsvpc", "cpu": "256", "memory": "512",
                         "containerDefinitions": [{"name": "app", "image": "registry.example.test/till:%s",
                         "command": ["serve", "%s"]}]}
                        """.formatted(type, version, version));
    }

    private static String tagOf(String revision) {
        return "v" + revision.substring(revision.indexOf(':') + 1);
    }

    private Releases releases() {
        return provider.require(Releases.class);
    }

    private List<Deployment> deployments() {
        return provider.require(Deployments.class).deployments(TILL, 10);
    }

    private List<AppProcess> processes() {
        return provider.require(Processes.class).processes(TILL);
    }
}
