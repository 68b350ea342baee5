package dev.pawse.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.cli.Cli;
import dev.pawse.cli.Main;
import dev.pawse.cli.Terminal;
import dev.pawse.cli.World;
import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.spi.Formation;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Large dumps and loads by the program in a process of its own with little memory, to their end and killed half-way; {@code
 * -Dpawse.dump.megabytes=200} makes them larger than they are in the build.
 */
final class EcsDumpIT {
    private static final long LARGE = Long.getLong("pawse.dump.megabytes", 24) * 1_000_000;
    private static final long HALF = LARGE / 2;
    /** What the program moves at once. */
    private static final long PART = 8 * 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final byte[] HEAD = "PGDMP\n".getBytes(StandardCharsets.US_ASCII);
    private static final String BUCKET = "shop-dbutils";
    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;
    private static final int KILLED = 137;

    @TempDir
    Path folder;

    private final FakeAws aws = FakeAws.start();

    @BeforeEach
    void addApp() {
        aws.bootTime(Duration.ofMillis(100));
        aws.stopTime(Duration.ofMillis(100));
        aws.addApp("shop", Formation.of(Map.of("web", 1)));
        aws.databaseTools().add("shop");
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void aLargeDumpAndALoadOfItNeedLittleMemoryAndLeaveNothing() throws Exception {
        write(aws.databaseTools().file("shop"), new byte[0]);
        String content = sha256(aws.databaseTools().file("shop"));

        Process dump = pawse("db", "dump", "-a", "shop");
        assertThat(ended(dump)).as(said()).isZero();
        assertThat(said()).contains("Dumping main of shop").contains(" MB …").contains("sha256 " + sha256(file()));
        assertThat(Files.size(file())).isEqualTo(LARGE + HEAD.length);
        aws.databaseTools().fill("shop", "something else");
        Process load = pawse("db", "load", "shop.dump", "-a", "shop", "--no-backup", "--confirm", "shop");
        assertThat(ended(load)).as(said()).isZero();

        assertThat(said()).containsPattern("\\(\\d\\d %\\)");
        assertThat(sha256(aws.databaseTools().file("shop"))).isEqualTo(content);
        assertThat(files()).containsExactly("shop.dump");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"INT, " + INTERRUPTED, "KILL, " + KILLED})
    void aDumpThatIsEndedWhileItComesHasNoFileAndTheNextClearsUp(String signal, int code) throws Exception {
        write(aws.databaseTools().file("shop"), new byte[0]);
        aws.api().fail(EcsDumpIT::isLateRange, 100, aws.api().silence());
        Process dump = pawse("db", "dump", "-a", "shop");
        until(dump, "half a dump", () -> size(part()) > HALF / 2);

        send(signal, dump);

        assertThat(ended(dump)).isEqualTo(code);
        assertThat(files()).doesNotContain("shop.dump");
        aws.api().heal();
        if (!signal.equals("KILL")) {
            assertThat(files()).doesNotContain("shop.dump.part");
            assertNothingIsLeft();
        } else {
            assertThat(aws.buckets().keys(BUCKET)).hasSize(1);
        }
        aws.databaseTools().fill("shop", "small");
        dumpsHere("-a", "shop");
        assertThat(Files.readString(file())).isEqualTo("PGDMP\nsmall");
        assertThat(files()).containsExactly("shop.dump");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"TERM, " + TERMINATED, "KILL, " + KILLED})
    void aDumpWhoseTaskIsAtWorkWhenItIsEndedIsStoppedAtTheNextAtTheLatest(String signal, int code) throws Exception {
        aws.databaseTools().hold(true);
        Process dump = pawse("db", "dump", "-a", "shop");
        until(dump, "the task", () -> aws.ecs().oneOffs("apps").size() == 1);

        send(signal, dump);

        assertThat(ended(dump)).isEqualTo(code);
        if (!signal.equals("KILL")) {
            assertNothingIsLeft();
        } else {
            List<String> orphans = aws.ecs().oneOffs("apps");
            assertThat(orphans).hasSize(1);
            CompletableFuture<Void> next = Background.run(() -> dumpsHere("-a", "shop"));
            until("the end of the orphan", () -> !aws.ecs().oneOffs("apps").containsAll(orphans));
            aws.databaseTools().hold(false);
            next.join();
            assertNothingIsLeft();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, " + INTERRUPTED, "KILL, " + KILLED})
    void aLoadThatIsEndedWhileItGoesChangesNothingAndLeavesNoUpload(String signal, int code) throws Exception {
        write(file(), HEAD);
        aws.databaseTools().fill("shop", "as it was");
        aws.api().fail(EcsDumpIT::isLatePart, 100, aws.api().silence());
        Process load = pawse("db", "load", "shop.dump", "-a", "shop", "--no-backup", "--confirm", "shop");
        until(load, "half an upload", () -> aws.api().count(EcsDumpIT::isPart) > HALF / PART);

        send(signal, load);

        assertThat(ended(load)).isEqualTo(code);
        assertThat(aws.databaseTools().content("shop")).isEqualTo("as it was");
        aws.api().heal();
        if (!signal.equals("KILL")) {
            assertNothingIsLeft();
        } else {
            assertThat(aws.buckets().unfinishedUploads(BUCKET)).hasSize(1);
        }
        dumpsHere("other.dump", "-a", "shop");
        assertNothingIsLeft();
    }

    private Process pawse(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                // A shell in the background has what it starts ignore this signal.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx112m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.language=en",
                "-cp",
                classPath(),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.resolve("work").toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        Files.createDirectories(folder.resolve("work"));
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("PAWSE_"));
        builder.environment().putAll(environment());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** Another dump, which needs no process of its own. */
    private void dumpsHere(String... arguments) {
        List<String> words = new ArrayList<>(List.of("db", "dump"));
        words.addAll(List.of(arguments));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        World world = new World(
                environment(),
                folder.resolve("work"),
                null,
                InputStream.nullInputStream(),
                said,
                said,
                Terminal.NONE,
                Clock.systemUTC());
        int code = new Cli(world).run(words.toArray(String[]::new));
        assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(aws.environment("aws"));
        environment.put("PROVIDER_NAME", "aws-ecs");
        environment.put("HOME", folder.toString());
        return environment;
    }

    /** As absolute paths, because the program runs in another folder; some launchers load tests by a loader of their own. */
    private static String classPath() {
        if (EcsDumpIT.class.getClassLoader() instanceof URLClassLoader loader) {
            return String.join(
                    File.pathSeparator,
                    Stream.of(loader.getURLs()).map(URL::getPath).toList());
        }
        return String.join(
                File.pathSeparator,
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    private void assertNothingIsLeft() {
        until("the end of every task", () -> aws.ecs().oneOffs("apps").isEmpty());
        assertThat(aws.buckets().unfinishedUploads(BUCKET)).isEmpty();
        assertThat(aws.buckets().keys(BUCKET)).isEmpty();
    }

    private Path file() {
        return folder.resolve("work/shop.dump");
    }

    private Path part() {
        return folder.resolve("work/shop.dump.part");
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("work"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void until(String what, BooleanSupplier condition) {
        Eventually.holds(what, PATIENCE, condition);
    }

    private void until(Process running, String what, BooleanSupplier condition) throws IOException {
        until(what + ", or the end of the program", () -> condition.getAsBoolean() || !running.isAlive());
        assertThat(running.isAlive()).as(said()).isTrue();
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean isPart(ApiRequest request) {
        return request.method().equals("PUT") && request.parameter("partNumber").isPresent();
    }

    private static boolean isLatePart(ApiRequest request) {
        return isPart(request)
                && Integer.parseInt(request.parameter("partNumber").orElse("0")) > HALF / PART;
    }

    private static boolean isLateRange(ApiRequest request) {
        String range = request.header("Range").orElse("");
        return request.method().equals("GET")
                && range.startsWith("bytes=")
                && Long.parseLong(range.substring("bytes=".length(), range.indexOf('-'))) > HALF;
    }

    private static void send(String signal, Process process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-s", signal, String.valueOf(process.pid())).start();
        assertThat(ended(kill)).isZero();
    }

    private static int ended(Process process) throws InterruptedException {
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended).as("ended").isTrue();
        return process.exitValue();
    }

    /** A sparse file, in which each megabyte says which one it is. */
    private static void write(Path file, byte[] head) throws IOException {
        Files.createDirectories(file.getParent());
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(head.length + LARGE);
            out.write(head);
            for (int number = 0; number < LARGE / 1_000_000; number++) {
                out.seek(head.length + number * 1_000_000L);
                out.writeInt(number);
            }
        }
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
