package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.ecs.fake.channel.Encryption;
import dev.pawse.ecs.fake.channel.Weather;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell.Request;
import dev.pawse.spi.capability.Shell.Session;
import dev.pawse.spi.capability.Shell.Window;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What only the shell of ECS can get wrong; its contract is part of {@link EcsProviderTest}. */
final class EcsShellTest {
    private final ShellFixture fixture = new ShellFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void closingStopsTheTaskAndTheSession() {
        Session session = open("sleep", "600");
        assertThat(fixture.aws.ecs().oneOffs("apps")).hasSize(1);

        session.close();

        fixture.awaitNoOneOff();
        assertThat(fixture.sent("TerminateSession")).hasSize(1);
        Eventually.holds(
                "the end of the command",
                ShellFixture.PATIENCE,
                () -> fixture.aws.channels().running().isEmpty());
    }

    @Test
    void theTaskIsStoppedAlsoWhenTheCommandEndedByItself() {
        try (Session session = open("true")) {
            assertThat(session.exitCode(ShellFixture.PATIENCE)).hasValue(0);
        }

        fixture.awaitNoOneOff();
        assertThat(fixture.sent("StopTask")).hasSize(1);
        assertThat(fixture.sent("TerminateSession")).isEmpty();
    }

    @Test
    void aTaskThatSomebodyStopsUnderTheCommandSaysWhy() {
        try (Session session = open("sleep", "600")) {
            String id = fixture.aws.ecs().oneOffs("apps").get(0);
            fixture.clients.ecs().stopTask(stop -> stop.cluster("apps").task(id).reason("spot is over"));

            PawseException failure =
                    catchThrowableOfType(PawseException.class, () -> session.exitCode(ShellFixture.PATIENCE));

            assertThat(failure.reason()).isEqualTo(Reason.FAILED);
            assertThat(failure.message()).contains(id, "spot is over");
        }
    }

    @Test
    void anAgentThatDoesNotComeUpIsExplained() {
        fixture.aws
                .api()
                .fail(
                        FakeAws.calls("DescribeTasks"),
                        1_000,
                        request -> ApiReply.json(
                                200,
                                "{\"tasks\": [{\"taskArn\": \"arn:aws:ecs:eu-central-1:1:task/apps/4711\", \"lastStatus\": \"RUNNING\","
                                        + " \"desiredStatus\": \"RUNNING\", \"containers\": [{\"name\": \"app\"}]}]}"));

        PawseException failure = catchThrowableOfType(PawseException.class, () -> open("true"));

        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure.message()).contains("does not come up", "ssmmessages:OpenDataChannel");
        fixture.aws.api().heal();
        fixture.awaitNoOneOff();
    }

    @Test
    void aLookThatAwsHasNoTimeForIsMadeAgain() {
        // As often as the SDK tries by itself.
        fixture.aws.api().fail(FakeAws.calls("DescribeTasks"), 5, request -> ApiReply.empty(500));

        try (Session session = open("true")) {
            assertThat(session.exitCode(ShellFixture.PATIENCE)).hasValue(0);
        }
    }

    @Test
    void aTaskWhoseSessionCannotBeOpenedIsStopped() {
        fixture.aws.sessions(order -> order.as("Port"));

        PawseException failure = catchThrowableOfType(PawseException.class, () -> open("true"));

        assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
        fixture.awaitNoOneOff();
    }

    @Test
    void aTaskWhoseOpenerIsInterruptedIsStopped() throws InterruptedException {
        fixture.aws.bootTime(Duration.ofHours(1));
        AtomicReference<PawseException> failure = new AtomicReference<>();
        Thread opener = new Thread(() -> failure.set(catchThrowableOfType(PawseException.class, () -> open("true"))));
        opener.start();
        Eventually.holds(
                "the task",
                ShellFixture.PATIENCE,
                () -> !fixture.sent("DescribeTasks").isEmpty());

        opener.interrupt();

        opener.join(ShellFixture.PATIENCE.toMillis());
        fixture.awaitNoOneOff();
        assertThat(failure.get()).extracting(PawseException::reason).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void aProcessThatIsToldToEndWhileItsTaskStartsStopsIt() throws IOException {
        fixture.aws.bootTime(Duration.ofDays(1));
        Process process = shellProcess();
        try {
            Eventually.holds(
                    "the task",
                    ShellFixture.PATIENCE,
                    () -> !fixture.sent("DescribeTasks").isEmpty());

            process.destroy();

            fixture.awaitNoOneOff();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void anAgentThatIsNotConnectedYetIsAskedAgain() {
        fixture.aws.api().fail(FakeAws.calls("ExecuteCommand"), 3, request -> notConnected());

        try (Session session = open("true")) {
            assertThat(session.exitCode(ShellFixture.PATIENCE)).hasValue(0);
        }
        assertThat(fixture.sent("ExecuteCommand")).hasSize(4);
    }

    @Test
    void anAgentThatNeverConnectsIsExplainedAndTheTaskStopped() {
        fixture.aws.api().fail(FakeAws.calls("ExecuteCommand"), 1_000, request -> notConnected());

        PawseException failure = catchThrowableOfType(PawseException.class, () -> open("true"));

        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure.message())
                .contains(
                        "enableExecuteCommand",
                        "ssmmessages:OpenDataChannel",
                        "ssmmessages.eu-central-1.amazonaws.com");
        fixture.awaitNoOneOff();
    }

    @Test
    void aProcessThatRunsWithoutExecIsNotAttachedTo() {
        Request request = new Request(List.of("true"), "web", Map.of(), null, null);

        PawseException failure =
                catchThrowableOfType(PawseException.class, () -> fixture.shell.openShell(ShellFixture.SHOP, request));

        assertThat(failure.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(failure.message()).contains("enableExecuteCommand");
    }

    @Test
    void aProcessThatTakesCommandsIsAttachedToAndNotStopped() throws IOException {
        String definition = fixture.aws.ecs().register("shop", "exec", List.of("true"), Map.of("KIND", "exec"));
        fixture.aws
                .ecs()
                .addService(
                        "apps",
                        "shop-exec",
                        definition,
                        1,
                        Map.of("pawse:app", "shop"),
                        Map.of("enableExecuteCommand", true));
        Request request = new Request(
                List.of("sh", "-c", "echo \"$KIND $MORE\""), "exec", Map.of("MORE", "it's more"), null, null);

        try (Session session = fixture.shell.openShell(ShellFixture.SHOP, request)) {
            assertThat(text(session)).isEqualTo("exec it's more\n");
            assertThat(session.exitCode(ShellFixture.PATIENCE)).hasValue(0);
        }

        assertThat(fixture.sent("RunTask")).isEmpty();
        assertThat(fixture.sent("StopTask")).isEmpty();
        assertThat(fixture.aws.ecs().running("shop-exec")).isEqualTo(1);
    }

    @Test
    void aTerminalIsOfferedWithItsSize() throws IOException {
        Request request = new Request(
                List.of("sh", "-c", "while [ \"$(stty size)\" = '0 0' ]; do :; done; stty size; echo $TERM"),
                null,
                Map.of(),
                null,
                new Window(101, 33));

        try (Session session = fixture.shell.openShell(ShellFixture.SHOP, request)) {
            assertThat(session.hasTerminal()).isTrue();
            assertThat(text(session)).isEqualTo("33 101\r\nxterm-256color\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSessionThatIsToBeEncryptedIs(boolean challenges) throws IOException {
        String key = fixture.aws.addKmsKey("alias/exec");
        fixture.aws.sessions(order -> order.encrypted(new Encryption(key, fixture.aws.sealedKeys(), challenges)));

        try (Session session = open("cat")) {
            session.input().write("hello\n".getBytes(StandardCharsets.UTF_8));
            session.input().close();

            assertThat(text(session)).isEqualTo("hello\n");
            assertThat(session.exitCode(ShellFixture.PATIENCE)).hasValue(0);
        }
        JsonNode asked = fixture.sent("GenerateDataKey").get(0);
        assertThat(asked.path("NumberOfBytes").asInt(0)).isEqualTo(64);
        assertThat(asked.path("EncryptionContext").path("aws:ssm:TargetId").asString(""))
                .matches("ecs:apps_[0-9a-f]{32}_[0-9a-f]{32}-.+");
    }

    @Test
    void aSessionsKeyThatMayNotBeMadeIsSaidByTheActionsName() {
        String key = fixture.aws.addKmsKey("alias/exec");
        fixture.aws.sessions(order -> order.encrypted(new Encryption(key, fixture.aws.sealedKeys(), true)));
        fixture.aws.attachPolicy(
                FakeAws.PRINCIPAL,
                "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"},"
                        + " {\"Effect\": \"Deny\", \"Action\": \"kms:GenerateDataKey\", \"Resource\": \"*\"}]}");

        PawseException failure = catchThrowableOfType(PawseException.class, () -> open("true"));

        assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failure.message()).contains("kms:GenerateDataKey");
        fixture.awaitNoOneOff();
    }

    @Test
    void thePolicyForShellsIsEnoughForAllThatAShellDoes() throws IOException {
        String key = fixture.aws.addKmsKey("alias/exec");
        String policy = fixture.permissions.policy(ShellFixture.SHOP, Set.of("shell"));
        Weather breaking = new Weather(7, 0, 0, 0, 0, 0, 0.2, 1);
        fixture.aws.sessions(order -> order.encrypted(new Encryption(key, fixture.aws.sealedKeys(), true))
                .in(breaking, 10));
        fixture.aws.attachPolicy(FakeAws.PRINCIPAL, policy);

        try (Session session = open("sh", "-c", "i=0; while [ $i -lt 40 ]; do echo $i; i=$((i+1)); done; cat")) {
            session.input().close();
            assertThat(text(session).lines()).hasSize(40);
        }
        open("sleep", "600").close();
        Request attaching = new Request(List.of("true"), "web", Map.of(), null, null);
        PawseException failure =
                catchThrowableOfType(PawseException.class, () -> fixture.shell.openShell(ShellFixture.SHOP, attaching));

        fixture.awaitNoOneOff();
        assertThat(fixture.sent("ResumeSession")).isNotEmpty();
        assertThat(failure.reason())
                .as("for want of enableExecuteCommand alone")
                .isEqualTo(Reason.CONFLICT);
    }

    @Test
    void aBrokenConnectionIsResumed() throws IOException {
        Weather breaking = new Weather(7, 0, 0, 0, 0, 0, 0.2, 2);
        fixture.aws.sessions(order -> order.in(breaking, 10));

        try (Session session = open("sh", "-c", "i=0; while [ $i -lt 40 ]; do echo $i; i=$((i+1)); done")) {
            assertThat(text(session).lines()).hasSize(40);
            assertThat(session.exitCode(ShellFixture.PATIENCE)).hasValue(0);
        }
        assertThat(fixture.sent("ResumeSession")).isNotEmpty();
    }

    /** Another Java that opens a shell by the fake's environment. */
    private Process shellProcess() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ShellProcess.classPath(),
                ShellProcess.class.getName());
        builder.environment().putAll(fixture.aws.environment());
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private Session open(String... command) {
        return fixture.shell.openShell(ShellFixture.SHOP, Request.run(List.of(command)));
    }

    private static ApiReply notConnected() {
        return ApiReply.json(
                400,
                "{\"__type\":\"TargetNotConnectedException\",\"message\":"
                        + "\"The execute command failed due to an internal error. Try again later.\"}");
    }

    private static String text(Session session) throws IOException {
        return new String(session.output().readAllBytes(), StandardCharsets.UTF_8);
    }
}
