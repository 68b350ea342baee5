package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.ecs.fake.Trouble;
import dev.pawse.spi.Formation;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.Eventually;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on ECS that go on for a while: they watch, follow, or run something there. */
final class EcsLongCommandsTest {
    private static final String ERRORS = "{ $.level = \"error\" }";

    @TempDir
    Path folder;

    private final FakeAws aws = FakeAws.start();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void addApp() {
        aws.bootTime(Duration.ofMillis(100));
        aws.addApp("shop", Formation.of(Map.of("web", 2)));
        aws.logs().create("shop");
        aws.databaseTools().add("shop");
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void aDeploymentIsWatchedToItsGoodEnd() {
        assertThat(run("", out, "restart", "-a", "shop", "--yes")).isZero();
        out.reset();

        assertThat(run("", out, "deployments", "--watch", "--json", "-a", "shop"))
                .as(said())
                .isZero();

        assertThat(text(out).lines()).last().asString().contains("\"rolloutState\":\"completed\"", "\"running\":2");
    }

    @Test
    void aDeploymentWhoseTasksCannotStartIsWatchedNoLongerThanAsked() {
        aws.ecs().trouble("shop-web", Trouble.noImage());
        aws.ecs().deploy("shop-web", aws.ecs().register("shop", "web", List.of("serve"), Map.of()));

        assertThat(run("", out, "deployments", "--watch", "--timeout", "300ms", "-a", "shop"))
                .as(said())
                .isEqualTo(8);
    }

    @Test
    void aLogIsFollowedThroughItsFilterUntilItsReaderLeaves() {
        CompletableFuture<Integer> follow = Background.call(
                () -> run("", new LeavesAfter("broke"), "logs", "-f", "--filter", ERRORS, "-a", "shop"));
        Eventually.holds("a follower", Duration.ofSeconds(60), () -> aws.logs().followers("shop") == 1);

        aws.logs().write("shop", "web/app/1", "{\"level\": \"info\", \"said\": \"fine\"}");
        aws.logs().write("shop", "web/app/1", "{\"level\": \"error\", \"said\": \"broke\"}");
        aws.logs().write("shop", "web/app/1", "{\"level\": \"error\", \"said\": \"again\"}");

        assertThat(follow.orTimeout(60, TimeUnit.SECONDS).join()).as(said()).isZero();
        assertThat(text(out)).contains("broke").doesNotContain("fine");
    }

    @Test
    void aCommandInAShellHasItsInputItsOutputAndItsCode() {
        assertThat(run("some input\n", out, "shell", "-a", "shop", "--", "sh", "-c", "cat; exit 7"))
                .as(said())
                .isEqualTo(7);

        assertThat(text(out)).isEqualTo("some input\n");
        assertNothingRuns();
    }

    @Test
    void theDatabasesShellIsGivenTheStatement() {
        assertThat(run("", out, "db", "shell", "-a", "shop", "--", "select 1"))
                .as(said())
                .isZero();

        assertThat(text(out)).contains("select 1;");
        assertNothingRuns();
    }

    @Test
    void aDumpThatStaysInS3IsLoadedFromThere() {
        aws.databaseTools().fill("shop", "PGDMP\nrows");

        assertThat(run("", out, "db", "dump", "--keep-remote", "-a", "shop"))
                .as(said())
                .isZero();
        String kept = text(out).replaceFirst("(?s).*It is kept as (s3://\\S+) too.*", "$1");
        aws.databaseTools().fill("shop", "something else");
        int loaded = run("", out, "db", "load", kept, "-a", "shop", "--no-backup", "--confirm", "shop");

        assertThat(loaded).as(said()).isZero();
        assertThat(aws.databaseTools().content("shop")).contains("rows");
        assertThat(aws.buckets().keys("shop-dbutils"))
                .singleElement()
                .satisfies(key -> assertThat(kept).endsWith("/" + key));
        assertThat(run(
                        "",
                        out,
                        "db",
                        "load",
                        "s3://shop-dbutils/nothing",
                        "-a",
                        "shop",
                        "--no-backup",
                        "--confirm",
                        "shop"))
                .isEqualTo(3);
    }

    private void assertNothingRuns() {
        Eventually.holds(
                "the end of all one-off tasks",
                Duration.ofSeconds(30),
                () -> aws.ecs().oneOffs("apps").isEmpty());
    }

    private int run(String input, OutputStream to, String... arguments) {
        Map<String, String> environment = new TreeMap<>(aws.environment());
        environment.put("PROVIDER_NAME", "aws-ecs");
        World world = new World(
                environment,
                folder,
                null,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                to,
                err,
                Terminal.NONE,
                Clock.systemUTC());
        return new Cli(world).run(arguments);
    }

    private String said() {
        return text(out) + text(err);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A reader such as {@code head}. */
    private final class LeavesAfter extends OutputStream {
        private final String last;

        private LeavesAfter(String last) {
            this.last = last;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (text(out).contains(last)) {
                throw new IOException("Broken pipe");
            }
            out.write(bytes, from, count);
        }
    }
}
