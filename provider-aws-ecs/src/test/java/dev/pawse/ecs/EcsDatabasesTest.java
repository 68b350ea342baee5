package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Shell;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.Eventually;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;

final class EcsDatabasesTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String BUCKET = "shop-dbutils";
    private static final String CLUSTER = "apps";
    private static final int LARGE = 30_000_000;

    private final DataFixture fixture = new DataFixture();
    private final FakeAws aws = fixture.aws;
    private Databases databases;

    @BeforeEach
    void open() {
        aws.bootTime(Duration.ofSeconds(1));
        aws.stopTime(Duration.ofSeconds(1));
        aws.addApp("shop", Formation.of(Map.of("web", 1)));
        aws.databaseTools().add("shop");
        databases = fixture.databases();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aLargeDumpIsWrittenInItsOrderAndNothingIsLeft() throws IOException {
        aws.databaseTools().fill("shop", letters(LARGE));

        byte[] dump = dump();

        assertThat(dump).hasSize(LARGE + 6);
        assertThat(new String(dump, 6, LARGE, StandardCharsets.US_ASCII))
                .isEqualTo(aws.databaseTools().content("shop"));
        assertNothingIsLeft();
    }

    @Test
    void aLargeLoadGoesInPartsAndNothingIsLeft() {
        String content = letters(LARGE);

        load("PGDMP\n" + content);

        assertThat(aws.databaseTools().content("shop")).isEqualTo(content);
        assertThat(aws.api().count(isPart())).isEqualTo(4);
        assertNothingIsLeft();
    }

    @Test
    void aDumpThatCameDamagedIsRefused() {
        aws.databaseTools().fill("shop", letters(20_000_000));
        aws.api()
                .fail(
                        isRange("bytes=8388608-"),
                        1,
                        request -> ApiReply.bytes(206, "binary/octet-stream", new byte[8_388_608]));

        PawseException failed = catchThrowableOfType(PawseException.class, this::dump);

        assertThat(failed.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failed).hasMessageContaining("checksum");
        assertNothingIsLeft();
    }

    @Test
    void aRangeThatBreaksOffIsReadAgain() {
        aws.databaseTools().fill("shop", letters(20_000_000));
        aws.api()
                .fail(isRange("bytes=8388608-"), 2, request -> ApiReply.cutOff("binary/octet-stream", "the beginning"));

        assertThat(dump()).hasSize(20_000_006);
    }

    @Test
    void aPartThatIsRefusedAbortsTheUpload() {
        aws.api()
                .fail(
                        isPart().and(request ->
                                "3".equals(request.parameter("partNumber").orElse(""))),
                        100,
                        request -> ApiReply.text(
                                403,
                                "application/xml",
                                "<Error><Code>AccessDenied</Code><Message>no</Message></Error>"));

        PawseException failed = catchThrowableOfType(PawseException.class, () -> load("PGDMP\n" + letters(LARGE)));

        assertThat(failed.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(aws.databaseTools().content("shop")).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void aDumpThatCannotBeReadToItsEndAbortsTheUpload() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("the disk is gone");
            }
        };
        InputStream dump = new SequenceInputStream(new ByteArrayInputStream(new byte[20_000_000]), broken);

        PawseException failed = catchThrowableOfType(
                PawseException.class, () -> databases.loadDatabase(DataFixture.SHOP, null, dump, HOUR));

        assertThat(failed).hasMessageContaining("the disk is gone");
        assertNothingIsLeft();
    }

    @Test
    void aTaskThatFailsTellsItsLastLinesAndNoAddress() {
        aws.databaseTools().fail("connection to postgres://shop:secret@db.internal/shop refused");

        PawseException failed = catchThrowableOfType(PawseException.class, this::dump);

        assertThat(failed.reason()).isEqualTo(Reason.FAILED);
        assertThat(failed)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("postgres://***@db.internal/shop refused")
                .hasMessageNotContaining("secret");
        assertNothingIsLeft();
    }

    @Test
    void aLoadThatFailsSaysWhatMayBeHalfDone() {
        PawseException failed = catchThrowableOfType(PawseException.class, () -> load("this is no dump"));

        assertThat(failed.reason()).isEqualTo(Reason.FAILED);
        assertThat(failed).hasMessageContaining("valid archive").hasMessageContaining("half loaded");
        assertNothingIsLeft();
    }

    @Test
    void anEmptyDumpIsNotLoaded() {
        assertThat(catchThrowableOfType(PawseException.class, () -> load("")).reason())
                .isEqualTo(Reason.INVALID);

        assertThat(aws.api().count(FakeAws.calls("RunTask"))).isZero();
        assertNothingIsLeft();
    }

    @Test
    void withoutRoomForATaskTheReasonIsTold() {
        aws.ecs().capacity(false);

        assertThat(catchThrowableOfType(PawseException.class, this::dump).reason())
                .isEqualTo(Reason.UNAVAILABLE);
        assertNothingIsLeft();
    }

    @Test
    void aTaskThatTakesTooLongIsStopped() {
        aws.databaseTools().hold(true);

        PawseException failed = catchThrowableOfType(
                PawseException.class,
                () -> databases.dumpDatabase(
                        DataFixture.SHOP, null, new ByteArrayOutputStream(), Duration.ofSeconds(20)));

        assertThat(failed.reason()).isEqualTo(Reason.TIMEOUT);
        assertNothingRuns();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoIsInterruptedLeavesNeitherATaskNorAnUpload(boolean duringTheTask) throws InterruptedException {
        AtomicReference<PawseException> failed = new AtomicReference<>();
        if (duringTheTask) {
            aws.databaseTools().hold(true);
        } else {
            aws.api()
                    .fail(
                            isPart().and(request ->
                                    "3".equals(request.parameter("partNumber").orElse(""))),
                            100,
                            aws.api().silence());
        }
        Thread loading = new Thread(() ->
                failed.set(catchThrowableOfType(PawseException.class, () -> load("PGDMP\n" + letters(LARGE)))));
        loading.start();
        Eventually.holds(
                "the load",
                DataFixture.PATIENCE,
                () -> duringTheTask
                        ? aws.ecs().oneOffs(CLUSTER).size() == 1
                        : aws.api().count(isPart()) >= 3);

        loading.interrupt();
        loading.join(DataFixture.PATIENCE.toMillis());

        assertThat(failed.get()).isNotNull();
        assertNothingRuns();
        assertNothingIsLeft();
    }

    @Test
    void whatAKilledProcessLeftIsClearedAwayByTheNext() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        TransferKey here = TransferKey.of(TransferKey.UPLOADS, fixture.clock.instant(), "me");
        String killed = key(here, dead.pid());
        String dumped = killed.replace("uploads/", "dumps/");
        String alive = here.key();
        String elsewhere = here.key().replace(here.machine(), "0badcafe");
        beginUpload(killed);
        beginUpload(alive);
        beginUpload(elsewhere);
        aws.buckets().put(BUCKET, killed, new byte[] {1});
        aws.buckets().put(BUCKET, dumped, new byte[] {1});
        aws.buckets().put(BUCKET, "dumps/by-hand.dump", new byte[] {1});
        aws.databaseTools().hold(true);
        runTask("dump-to-s3.sh", dumped);
        Eventually.holds(
                "the task",
                DataFixture.PATIENCE,
                () -> aws.ecs().oneOffs(CLUSTER).size() == 1);

        Thread next = new Thread(this::dump);
        next.start();
        Eventually.holds(
                "the next dump's own task",
                DataFixture.PATIENCE,
                () -> aws.api().count(FakeAws.calls("RunTask")) == 2);
        aws.databaseTools().hold(false);
        next.join(DataFixture.PATIENCE.toMillis());

        assertThat(aws.buckets().unfinishedUploads(BUCKET)).containsExactlyInAnyOrder(alive, elsewhere);
        assertThat(aws.buckets().keys(BUCKET)).containsExactly("dumps/by-hand.dump");
        assertNothingRuns();
        aws.buckets().runLifecycleRule(BUCKET);
        assertThat(aws.buckets().unfinishedUploads(BUCKET)).isEmpty();
    }

    @Test
    void whatWasLeftOnAnotherMachineIsClearedAwayAfterADay() {
        TransferKey here =
                TransferKey.of(TransferKey.UPLOADS, fixture.clock.instant().minus(Duration.ofHours(25)), "me");
        beginUpload(here.key().replace(here.machine(), "0badcafe"));

        dump();

        assertNothingIsLeft();
    }

    @Test
    void aLoadThatIsAtWorkIsNeitherStoppedNorJoined() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        String object = key(TransferKey.of(TransferKey.UPLOADS, fixture.clock.instant(), "me"), dead.pid());
        aws.buckets().put(BUCKET, object, "PGDMP\nof the first".getBytes(StandardCharsets.UTF_8));
        aws.databaseTools().hold(true);
        runTask("load-from-s3.sh", object);

        PawseException failed = catchThrowableOfType(PawseException.class, () -> load("PGDMP\nof the second"));

        assertThat(failed.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(aws.buckets().keys(BUCKET)).containsExactly(object);
        aws.databaseTools().hold(false);
        Eventually.holds(
                "the first load",
                DataFixture.PATIENCE,
                () -> aws.databaseTools().content("shop").equals("of the first"));
    }

    @Test
    void theDatabasesShellTakesWhatPsqlTakes() throws IOException {
        try (Shell.Session session =
                databases.openDatabaseShell(DataFixture.SHOP, null, Shell.Request.run(List.of("-c", "select 1")))) {
            session.input().close();
            String output = new String(session.output().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(output).contains("ran select 1");
            assertThat(session.exitCode(DataFixture.PATIENCE)).hasValue(0);
        }
        assertNothingRuns();
    }

    private byte[] dump() {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        databases.dumpDatabase(DataFixture.SHOP, null, to, HOUR);
        return to.toByteArray();
    }

    private void load(String dump) {
        databases.loadDatabase(
                DataFixture.SHOP, null, new ByteArrayInputStream(dump.getBytes(StandardCharsets.US_ASCII)), HOUR);
    }

    private void beginUpload(String key) {
        fixture.clients
                .s3()
                .createMultipartUpload(request -> request.bucket(BUCKET).key(key));
    }

    private void runTask(String program, String key) {
        fixture.clients
                .ecs()
                .runTask(request -> request.cluster(CLUSTER)
                        .networkConfiguration(
                                network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-0fake")))
                        .taskDefinition("shop-dbutils-dumpload")
                        .overrides(overrides -> overrides.containerOverrides(ContainerOverride.builder()
                                .name("app")
                                .command(program, "s3://" + BUCKET + "/" + key)
                                .build())));
    }

    private void assertNothingRuns() {
        Eventually.holds(
                "the end of every task",
                DataFixture.PATIENCE,
                () -> aws.ecs().oneOffs(CLUSTER).isEmpty());
    }

    private void assertNothingIsLeft() {
        assertThat(aws.buckets().unfinishedUploads(BUCKET)).isEmpty();
        assertThat(aws.buckets().keys(BUCKET)).isEmpty();
        assertNothingRuns();
    }

    private static String key(TransferKey like, long pid) {
        return new TransferKey(like.folder(), like.at(), like.user(), like.machine(), pid).key();
    }

    private static Predicate<ApiRequest> isPart() {
        return request -> request.method().equals("PUT")
                && request.parameter("partNumber").isPresent();
    }

    private static Predicate<ApiRequest> isRange(String beginning) {
        return request -> request.header("Range").orElse("").startsWith(beginning);
    }

    private static String letters(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            // No two parts are the same.
            bytes[i] = (byte) ('a' + (i + i / 1_000_003) % 26);
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
