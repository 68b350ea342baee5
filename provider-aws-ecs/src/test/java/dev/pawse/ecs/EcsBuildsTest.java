package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.ecs.fake.BuildProjects;
import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Builds.Build;
import dev.pawse.spi.capability.Builds.Status;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import dev.pawse.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class EcsBuildsTest {
    private final DataFixture fixture = new DataFixture();
    private final FakeAws aws = fixture.aws;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void moreBuildsThanAPageHoldsAreListedTheNewestFirst() {
        List<String> ids = builds(250);

        List<Build> all = fixture.builds().builds(DataFixture.SHOP, 1_000);

        assertThat(all).hasSize(250);
        assertThat(all.get(0).id()).isEqualTo(ids.get(249));
        assertThat(all.get(249).number()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"250", "151", "150", "149", "2", "1"})
    void aBuildIsFoundByItsNumberHoweverOldItIs(long number) {
        List<String> ids = builds(250);

        assertThat(fixture.builds().build(DataFixture.SHOP, String.valueOf(number)))
                .map(Build::id)
                .contains(ids.get((int) number - 1));
        assertThat(aws.api().count(FakeAws.calls("BatchGetBuilds"))).isLessThanOrEqualTo(3);
    }

    @Test
    void buildsThatWereDeletedLeaveTheOthersTheirNumbers() {
        List<String> ids = builds(150);
        ids.subList(20, 140).forEach(aws.builds()::delete);

        assertThat(fixture.builds().build(DataFixture.SHOP, "12"))
                .map(Build::id)
                .contains(ids.get(11));
        assertThat(fixture.builds().build(DataFixture.SHOP, "145"))
                .map(Build::id)
                .contains(ids.get(144));
        assertThat(fixture.builds().build(DataFixture.SHOP, "100")).isEmpty();
        assertThat(fixture.builds().build(DataFixture.SHOP, "151")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED, SUCCEEDED",
        "FAILED, FAILED",
        "FAULT, FAULT",
        "TIMED_OUT, TIMED_OUT",
        "STOPPED, STOPPED",
        "IN_PROGRESS, RUNNING"
    })
    void eachOfTheSixStatesIsTold(String theirs, Status ours) {
        aws.builds().create("shop");
        Duration takes = theirs.equals("IN_PROGRESS") ? null : Duration.ZERO;
        aws.builds().begin("shop", null, null, takes, theirs);

        assertThat(fixture.builds().builds(DataFixture.SHOP, 1)).singleElement().satisfies(build -> {
            assertThat(build.status()).isEqualTo(ours);
            assertThat(build.commit()).isNull();
        });
    }

    @Test
    void whatWasBuiltIsToldByAnArtifact() {
        aws.builds().create("shop", BuildProjects.Logging.CLOUD_WATCH, true);
        String id = aws.builds().begin("shop", "refs/heads/main", "0a1b2c");
        aws.builds().keep(id, "commit.txt", "\nMake the shop faster\n\nBy far.\n");
        aws.builds().end(id, "SUCCEEDED");
        aws.builds().begin("shop", "refs/heads/main", null);

        List<Build> builds = fixture.builds().builds(DataFixture.SHOP, 2);

        assertThat(builds).extracting(Build::message).containsExactly(null, "Make the shop faster");
        assertThat(builds).extracting(Build::commit).containsExactly("refs/heads/main", "0a1b2c");
    }

    @Test
    void theArtifactOfAPhaseIsTheLogWhereThereIsOne() {
        aws.builds().create("shop", BuildProjects.Logging.CLOUD_WATCH, true);
        String id = aws.builds().begin("shop", null, null);
        aws.builds().write(id, "all of it");
        aws.builds().keep(id, "test.log", "1 test failed\n");
        aws.builds().keep(id, "release.log", "released\n");
        aws.builds().end(id, "SUCCEEDED");

        assertThat(log(id, null, false)).containsExactly("1 test failed");
        assertThat(log(id, "release", false)).containsExactly("released");
        assertThat(log(id, "build", false)).containsExactly("all of it");
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOUD_WATCH", "S3"})
    void withoutArtifactsTheLogIsReadWhereTheProjectKeepsIt(BuildProjects.Logging logging) {
        aws.builds().create("shop", logging, false);
        String id = aws.builds().begin("shop", null, null);
        for (int i = 0; i < 12_000; i++) {
            aws.builds().write(id, "line " + i);
        }
        aws.builds().end(id, "FAILED");

        List<String> lines = log(id, null, false);

        assertThat(lines).hasSize(12_000).startsWith("line 0", "line 1").endsWith("line 11999");
    }

    @Test
    void aLogThatIsNotToBeListedOrReadIsNoReasonToGiveUp() {
        aws.builds().create("shop", BuildProjects.Logging.CLOUD_WATCH, true);
        String id = aws.builds().begin("shop", null, null);
        aws.builds().write(id, "all of it");
        aws.builds().end(id, "SUCCEEDED");
        fixture.allowOnly("ssm:GetParameters", "codebuild:*", "logs:GetLogEvents", "s3:GetObject");

        assertThat(log(id, null, false)).containsExactly("all of it");
        assertThat(fixture.builds().builds(DataFixture.SHOP, 1)).hasSize(1);
    }

    @Test
    void aLogThatIsKeptNowhereSaysSo() {
        aws.builds().create("shop", BuildProjects.Logging.NONE, false);
        String id = aws.builds().begin("shop", null, null);
        aws.builds().end(id, "SUCCEEDED");

        PawseException failed = catchThrowableOfType(PawseException.class, () -> log(id, null, false));

        assertThat(failed.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failed).hasMessageContaining("kept nowhere");
    }

    @Test
    void aFollowedLogOfS3ComesWhenTheBuildHasEnded() {
        aws.builds().create("shop", BuildProjects.Logging.S3, false);
        String id = aws.builds().begin("shop", null, null);
        try (LogStream stream = fixture.builds().openBuildLog(DataFixture.SHOP, id, null, true)) {
            aws.builds().write(id, "the end");
            aws.builds().end(id, "SUCCEEDED");

            assertThat(drained(stream)).containsExactly("the end");
        }
    }

    @Test
    void anAppWithoutAProjectSaysWhichOneIsMissing() {
        PawseException failed = catchThrowableOfType(
                PawseException.class, () -> fixture.builds().builds(DataFixture.SHOP, 1));

        assertThat(failed.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failed)
                .hasMessageContaining("no CodeBuild project 'shop'")
                .hasMessageContaining("codebuild_project.name");
    }

    private List<String> builds(int count) {
        aws.builds().create("shop");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(aws.builds().begin("shop", "main", "commit " + i, Duration.ZERO, "SUCCEEDED"));
        }
        return ids;
    }

    private List<String> log(String id, @Nullable String phase, boolean follow) {
        try (LogStream stream = fixture.builds().openBuildLog(DataFixture.SHOP, id, phase, follow)) {
            return drained(stream);
        }
    }

    private static List<String> drained(LogStream stream) {
        List<String> lines = new ArrayList<>();
        Eventually.holds("the end of the log", DataFixture.PATIENCE, () -> {
            Read.ready(stream).forEach(entry -> lines.add(((LogLine) entry).message()));
            return stream.ended();
        });
        return lines;
    }
}
