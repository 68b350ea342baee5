package dev.pawse.scalingo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.scalingo.fake.FakeScalingo;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Deployments.Deployment;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import dev.pawse.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScalingoBuildsTest {
    private final ScalingoFixture fixture = new ScalingoFixture();
    private final FakeScalingo fake = fixture.fake;
    private final Provider provider = fixture.provider();

    @AfterEach
    void close() {
        provider.close();
        fixture.close();
    }

    @Test
    void anOutputIsReadWholeAcrossABreak() {
        String id = fake.beginDeployment("shop", "0a1b");
        fake.writeDeployment("shop", id, "one\n\nsame\nsame\nhal");
        List<String> seen = new ArrayList<>();
        try (LogStream log = provider.require(Builds.class).openBuildLog(ScalingoFixture.SHOP, id, null, true)) {
            readUntil(log, seen, 4);
            fake.cutConnections();
            fake.writeDeployment("shop", id, "f\nfive\n");
            readUntil(log, seen, 6);
            fake.writeDeployment("shop", id, "the last without an end");
            fake.endDeployment("shop", id, "build-error");
            Eventually.holds("the end", Duration.ofSeconds(10), () -> {
                read(log, seen);
                return log.ended();
            });
        }

        assertThat(seen).containsExactly("one", "", "same", "same", "half", "five", "the last without an end");
    }

    @Test
    void moreDeploymentsThanOnePageHoldsAreListed() {
        for (int i = 0; i < 120; i++) {
            fake.endDeployment("shop", fake.beginDeployment("shop", "commit " + i), "success");
        }

        List<Builds.Build> builds = provider.require(Builds.class).builds(ScalingoFixture.SHOP, 110);

        assertThat(builds).hasSize(110).extracting(Builds.Build::id).doesNotHaveDuplicates();
        assertThat(builds.get(109).commit()).isEqualTo("commit 10");
    }

    @Test
    void onlyTheNewestThatWentWellIsTheOneThatIsThere() {
        fake.endDeployment("shop", fake.beginDeployment("shop", "1"), "success");
        fake.endDeployment("shop", fake.beginDeployment("shop", "2"), "success");
        fake.endDeployment("shop", fake.beginDeployment("shop", "3"), "crashed-error");
        fake.beginDeployment("shop", "4");

        List<Deployment> all = provider.require(Deployments.class).deployments(ScalingoFixture.SHOP, 10);

        assertThat(all)
                .extracting(Deployment::status)
                .containsExactly(
                        Deployments.Status.IN_PROGRESS,
                        Deployments.Status.FAILED,
                        Deployments.Status.COMPLETED,
                        Deployments.Status.SUPERSEDED);
        assertThat(all.get(1).reason()).isEqualTo("crashed-error");
        assertThat(all.get(2).running()).isEqualTo(5);
    }

    private static void readUntil(LogStream log, List<String> seen, int lines) {
        Eventually.holds("lines: " + lines, Duration.ofSeconds(10), () -> {
            read(log, seen);
            return seen.size() >= lines;
        });
    }

    private static void read(LogStream log, List<String> seen) {
        log.next(Duration.ofMillis(50)).ifPresent(entry -> seen.add(((LogLine) entry).message()));
    }
}
