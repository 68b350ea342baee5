package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Hook;
import dev.pawse.spi.Hook.Outcome;
import dev.pawse.spi.Hook.Point;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellHookTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final App SHOP = App.builder(AppId.parse("local/shop"))
            .state(AppState.RUNNING)
            .hosts(Set.of("shop.test", "a.test"))
            .endpoints(List.of(URI.create("http://127.0.0.1:9")))
            .formation(Formation.of(Map.of("web", 2, "worker", 1)))
            .build();
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "PROVIDER_HEROKU_API_TOKEN", "canary", "LANG", "C.UTF-8");

    private final ExecutorService blocking = BlockingExecutors.create();

    @TempDir
    private Path directory;

    @AfterEach
    void endThreads() {
        blocking.shutdownNow();
    }

    @Test
    void theFactsComeAsVariablesAndAsJson() throws IOException {
        Outcome outcome = run(Point.BEFORE_START, "env > " + file("env") + "; cat > " + file("json"));

        assertThat(outcome).isEqualTo(new Outcome.Succeeded());
        assertThat(Files.readAllLines(directory.resolve("env")))
                .contains(
                        "PAWSE_HOOK=before-start",
                        "PAWSE_APP=local/shop",
                        "PAWSE_APP_NAME=shop",
                        "PAWSE_PROVIDER=local",
                        "PAWSE_APP_STATE=running",
                        "PAWSE_FORMATION=web=2 worker=1",
                        "PAWSE_HOSTS=a.test,shop.test");
        assertThat(directory.resolve("json")).content().isEqualTo("""
                {"hook":"before-start","app":{"id":"local/shop","provider":"local","name":"shop","displayName":"shop",\
                "state":"running","alwaysOn":false,"formation":{"web":{"quantity":2},"worker":{"quantity":1}},\
                "hosts":["a.test","shop.test"],"endpoints":["http://127.0.0.1:9"],"links":[],"details":{}}}
                """);
    }

    @Test
    void aCommandSeesNoTokenOfOurs() throws IOException {
        run(Point.AFTER_STOP, "env > " + file("env"));

        assertThat(Files.readAllLines(directory.resolve("env")))
                .contains("LANG=C.UTF-8")
                .noneMatch(line -> line.contains("canary") || line.startsWith("JAVA_HOME="));
    }

    @Test
    void aNameIsNeverPartOfTheCommand() throws IOException {
        App odd = App.builder(new AppId("local", "$(touch pwned); `touch pwned` '\""))
                .build();

        Outcome outcome = hook("echo \"$PAWSE_APP_NAME\" > " + file("name")).run(Point.BEFORE_START, odd);

        assertThat(outcome).isEqualTo(new Outcome.Succeeded());
        assertThat(directory.resolve("name")).content().isEqualTo("$(touch pwned); `touch pwned` '\"\n");
    }

    @Test
    void anExitCodeIsAFailureThatTellsTheLastLine() {
        assertThat(run(Point.BEFORE_START, "echo starting; echo disk full >&2; exit 3"))
                .isEqualTo(new Outcome.Failed("exit 3: disk full"));
    }

    @Test
    void exit75KeepsAnAppAwakeAndFailsElsewhere() {
        assertThat(run(Point.BEFORE_STOP, "echo a job runs; exit 75"))
                .isEqualTo(new Outcome.Vetoed("exit 75: a job runs"));
        assertThat(run(Point.BEFORE_START, "exit 75")).isEqualTo(new Outcome.Failed("exit 75"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHangingCommandIsEndedWithAllThatItStarted(boolean withSetsid) throws IOException {
        // Nine tenths of a second, for the shell to come as far as to wait.
        String command = "trap '' TERM; sleep 300 & echo $! > " + file("child") + "; echo $$ > " + file("shell")
                + "; wait; sleep 300";
        ShellCommands shell =
                new ShellCommands(ENVIRONMENT, withSetsid ? ProcessGroup.setsid("") : null, Duration.ofMillis(300));

        Outcome outcome = hook(shell, command, Duration.ofMillis(900)).run(Point.BEFORE_STOP, SHOP);

        assertThat(outcome).isEqualTo(new Outcome.Failed("timed out after 900 ms"));
        awaitGone(directory.resolve("shell"));
        awaitGone(directory.resolve("child"));
    }

    @Test
    void aCommandThatObeysTermIsNotKept() {
        ShellCommands shell = new ShellCommands(ENVIRONMENT, ProcessGroup.setsid(""), Duration.ofSeconds(60));

        Outcome outcome = hook(shell, "sleep 300", Duration.ofMillis(100)).run(Point.AFTER_START, SHOP);

        assertThat(outcome).isEqualTo(new Outcome.Failed("timed out after 100 ms"));
    }

    @Test
    void aFloodOfOutputIsCutAndHoldsNobodyUp() {
        List<String> lines = new ArrayList<>();
        ShellCommands shell = new ShellCommands(ENVIRONMENT);

        ShellCommands.Result result = shell.run(
                new HookCommand("head -c 5000000 /dev/zero | tr '\\0' 'x' | fold -w 100", Duration.ofSeconds(30)),
                new HookFacts(Point.AFTER_START, SHOP, "shop"),
                lines::add);

        assertThat(result).isEqualTo(new ShellCommands.Result.Exited(0));
        assertThat(lines).hasSizeLessThan(700).last().asString().contains("more than 65536 bytes");
        assertThat(lines.stream().mapToInt(String::length).sum()).isLessThan(66_000);
    }

    @Test
    void whatACommandLeavesInTheBackgroundIsNotWaitedFor() throws IOException {
        Outcome outcome = run(Point.AFTER_START, "sleep 300 & echo $! > " + file("child"));

        assertThat(outcome).isEqualTo(new Outcome.Succeeded());
        assertThat(process(directory.resolve("child")).destroyForcibly()).isTrue();
    }

    @Test
    void atMostFourRunAtOnce() throws IOException {
        Path go = directory.resolve("go");
        String command = "echo x >> " + file("begun") + "; while [ ! -e " + file("go") + " ]; do sleep 0.05; done";
        Hook hook = hook(new ShellCommands(ENVIRONMENT), command, Duration.ofMinutes(2));
        List<CompletableFuture<Outcome>> runs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            runs.add(CompletableFuture.supplyAsync(() -> hook.run(Point.AFTER_START, SHOP), blocking));
        }

        await().atMost(SOON).until(() -> begun() == 4);
        await().during(Duration.ofMillis(200)).atMost(SOON).until(() -> begun() == 4);
        Files.createFile(go);

        assertThat(runs).allSatisfy(run -> assertThat(run).succeedsWithin(SOON).isEqualTo(new Outcome.Succeeded()));
        assertThat(begun()).isEqualTo(6);
    }

    @Test
    void anInterruptEndsTheCommand() throws Exception {
        CompletableFuture<Outcome> run = CompletableFuture.supplyAsync(
                () -> run(Point.BEFORE_START, "echo $$ > " + file("shell") + "; sleep 300"), blocking);
        // A file is there before what is written into it.
        await().atMost(SOON)
                .until(() -> Files.exists(directory.resolve("shell")) && Files.size(directory.resolve("shell")) > 0);

        blocking.shutdownNow();

        assertThat(run).succeedsWithin(SOON).isEqualTo(new Outcome.Failed("interrupted"));
        awaitGone(directory.resolve("shell"));
    }

    @Test
    void aLineOfOutputCannotForgeOrPaint() {
        List<String> lines = new ArrayList<>();

        new ShellCommands(ENVIRONMENT)
                .run(
                        new HookCommand("printf 'a\\033[31mred\\rb'", SOON),
                        new HookFacts(Point.AFTER_START, SHOP, "shop"),
                        lines::add);

        assertThat(lines).containsExactly("a [31mred b");
    }

    @Test
    void nothingRunsAtAPointWithoutACommand() {
        ShellHook hook = hook("exit 1");

        assertThat(hook.runsAt(Point.BEFORE_START, SHOP)).isTrue();
        ShellHook other = ShellHook.of("test", Map.of(), ENVIRONMENT);
        assertThat(other.runsAt(Point.BEFORE_START, SHOP)).isFalse();
        assertThat(other.run(Point.BEFORE_START, SHOP)).isEqualTo(new Outcome.Succeeded());
    }

    private Outcome run(Point point, String command) {
        return hook(command).run(point, SHOP);
    }

    private static ShellHook hook(String command) {
        return hook(new ShellCommands(ENVIRONMENT), command, Duration.ofMinutes(2));
    }

    private static ShellHook hook(ShellCommands shell, String command, Duration timeout) {
        HookCommand configured = new HookCommand(command, timeout);
        return new ShellHook("test", (point, app) -> configured, AppId::name, shell);
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private long begun() throws IOException {
        Path file = directory.resolve("begun");
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    private static void awaitGone(Path pidFile) throws IOException {
        long pid = Long.parseLong(Files.readString(pidFile).strip());
        await().atMost(SOON)
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    private static ProcessHandle process(Path pidFile) throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                .orElseThrow();
    }
}
